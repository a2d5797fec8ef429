package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * Answers ir and cr. The order of steps is the one that a crash between any two cannot break:
 * authorize, transaction A, central key, plan and transaction B, sign, transaction C, reply. The
 * same octets sent again go on where the first attempt ended.
 */
final class EnrolmentHandler implements BodyHandler {

  private final AuthorizeRequest authorization;
  private final OpenTransaction opening;
  private final IssueForTransaction issuance;
  private final HaltPoint haltPoint;

  EnrolmentHandler(
      AuthorizeRequest authorization,
      OpenTransaction opening,
      IssueForTransaction issuance,
      HaltPoint haltPoint) {
    this.authorization = authorization;
    this.opening = opening;
    this.issuance = issuance;
    this.haltPoint = haltPoint;
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    return authorization
        .authorize(conversation)
        .then(
            authorized ->
                opened(conversation, authorized)
                    .then(transaction -> issuance.issue(conversation, authorized, transaction)));
  }

  private Outcome<CmpTransaction, CmpRefusal> opened(
      Conversation conversation, AuthorizedRequest authorized) {
    haltPoint.reached("tx-a.before");
    Outcome<CmpTransaction, CmpRefusal> opened =
        opening.open(conversation, authorized.route(), authorized.order());
    haltPoint.reached("tx-a.after");
    return opened;
  }
}
