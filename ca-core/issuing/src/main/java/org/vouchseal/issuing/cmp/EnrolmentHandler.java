package org.vouchseal.issuing.cmp;

import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * Answers ir, cr, kur and p10cr. The order of steps is the one that a crash between any two cannot
 * break: authorize, transaction A, central key, plan and transaction B, sign, transaction C, reply.
 * The same octets sent again go on where the first attempt ended. What cannot be decided yet waits
 * after transaction A.
 */
final class EnrolmentHandler implements BodyHandler {

  private final AuthorizeRequest authorization;
  private final OpenTransaction opening;
  private final LetWait waiting;
  private final IssueForTransaction issuance;
  private final HaltPoint haltPoint;

  EnrolmentHandler(
      AuthorizeRequest authorization,
      OpenTransaction opening,
      LetWait waiting,
      IssueForTransaction issuance,
      HaltPoint haltPoint) {
    this.authorization = authorization;
    this.opening = opening;
    this.waiting = waiting;
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
                    .then(transaction -> goOn(conversation, authorized, transaction)));
  }

  private Outcome<CmpTransaction, CmpRefusal> opened(
      Conversation conversation, AuthorizedRequest authorized) {
    haltPoint.reached("tx-a.before");
    Outcome<CmpTransaction, CmpRefusal> opened = opening.open(conversation, authorized);
    haltPoint.reached("tx-a.after");
    return opened;
  }

  private Outcome<byte[], CmpRefusal> goOn(
      Conversation conversation, AuthorizedRequest authorized, CmpTransaction transaction) {
    if (transaction.state() == CmpTransaction.State.WAITING) {
      return waiting.answered(conversation);
    }
    return authorized
        .awaited()
        .map(awaited -> waiting.begin(conversation, transaction, awaited))
        .orElseGet(() -> issuance.issue(conversation, authorized, transaction));
  }
}
