package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.issuing.cmp.genm.GeneralInformation;
import org.vouchseal.issuing.cmp.genm.GeneralQuestion;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.runtime.Transactions;

/**
 * Answers genm (RFC 9810 §5.3.19) for whoever may act here: under a usable secret, which it does
 * not spend, under a valid signing certificate, or as a registration authority.
 *
 * <p>It changes nothing and leaves no row, so a transactionID that it used is not in use
 * afterwards: the same genm again is answered anew, from what is published then. One that names the
 * transaction of another message is transactionIdInUse, as for every first message.
 */
final class GeneralMessageHandler implements BodyHandler {

  private final GeneralInformation information;
  private final SignerRights rights;
  private final Transactions transactions;

  private GeneralMessageHandler(
      GeneralInformation information, SignerRights rights, Transactions transactions) {
    this.information = information;
    this.rights = rights;
    this.transactions = transactions;
  }

  static GeneralMessageHandler of(CmpParts parts, SignerRights rights) {
    return new GeneralMessageHandler(
        GeneralInformation.of(
            parts.directory(),
            CertificateProfiles.standard(),
            parts.crls(),
            parts.transactions(),
            parts.providers(),
            parts.settings().largestLists()),
        rights,
        parts.transactions());
  }

  @Override
  public Outcome<byte[], CmpRefusal> answer(Conversation conversation) {
    return order(conversation.requester()).then(order -> answer(conversation, order));
  }

  private Outcome<byte[], CmpRefusal> answer(Conversation conversation, Optional<Order> order) {
    return GeneralQuestion.read(conversation.message())
        .then(question -> addressed(question, conversation.path()))
        .then(
            question ->
                AuthorizeRequest.profile(conversation)
                    .then(profile -> information.answer(question, profile, order)))
        .then(
            answer ->
                Outcome.of(
                    conversation
                        .answers()
                        .general(
                            conversation.message().header(),
                            conversation.requester().protection(),
                            answer)
                        .der()));
  }

  /** The order that the requester acts under; it may be one that waits or whose time is over. */
  private Outcome<Optional<Order>, CmpRefusal> order(Requester requester) {
    return requester.fold(
        secret -> Outcome.of(Optional.of(secret.order())),
        signature ->
            transactions
                .run(() -> rights.order(signature))
                .then(order -> Outcome.of(Optional.of(order))),
        authority -> Outcome.of(Optional.empty()));
  }

  private static Outcome<GeneralQuestion, CmpRefusal> addressed(
      GeneralQuestion question, CmpPath path) {
    return path.operation().filter(operation -> !question.fits(operation)).isPresent()
        ? Outcome.refused(
            CmpFailure.BAD_REQUEST.because(
                "the infoType does not fit the operation in the address"))
        : Outcome.of(question);
  }
}
