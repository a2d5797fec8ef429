package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderUses;
import org.vouchseal.issuing.revocation.RevocationOutcome;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/** Transaction C: the certificate and the answer become visible together. */
final class CompleteTransaction {

  private final Transactions transactions;
  private final TransactionBook book;
  private final AcceptCertificate acceptance;
  private final OvertakenRequests overtaken;
  private final OrderUses uses;
  private final IssueCertificate issuance;
  private final RevokeCertificate revocations;
  private final Clock clock;

  CompleteTransaction(
      CmpParts parts,
      TransactionBook book,
      AcceptCertificate acceptance,
      OvertakenRequests overtaken) {
    this.transactions = parts.transactions();
    this.book = book;
    this.acceptance = acceptance;
    this.overtaken = overtaken;
    this.uses = parts.registrar().uses();
    this.issuance = parts.issuance();
    this.revocations = parts.revocations();
    this.clock = parts.clock();
  }

  /** What was written, and whether the order's secret was spent by it. */
  private record Written(Outcome<byte[], CmpRefusal> answer, boolean secretSpent) {}

  /**
   * Gives the answer to send: this one, or the one of somebody who completed it first.
   *
   * @param confirmUntil when an unconfirmed certificate times out, as the answer says
   * @param implicit whether the certificate is confirmed by being answered
   */
  Outcome<byte[], CmpRefusal> complete(
      Conversation conversation,
      CmpTransaction transaction,
      SignedCertificate certificate,
      Answer answer,
      Instant confirmUntil,
      boolean implicit) {
    Written written;
    try {
      written =
          transactions.run(
              () ->
                  inTransaction(
                      conversation, transaction, certificate, answer, confirmUntil, implicit));
    } catch (DuplicateKey sameMessageWasFirst) {
      return transactions.run(() -> book.answerOf(conversation));
    }
    if (written.secretSpent()) {
      acceptance.eraseAtKeyService(transaction.reference());
    }
    return written.answer();
  }

  private Written inTransaction(
      Conversation conversation,
      CmpTransaction transaction,
      SignedCertificate certificate,
      Answer answer,
      Instant confirmUntil,
      boolean implicit) {
    CmpTransactionStore.WithOrder locked = book.lockWithOrder(transaction);
    CmpTransaction current = locked.transaction();
    Optional<Order> order = Optional.of(locked.order()).filter(Order::isOpen);
    if (!current.isUndecided()) {
      return new Written(book.answerOf(conversation, current), false);
    }
    Optional<CmpRefusal> refusal = overtaken(conversation, order, current, certificate);
    if (refusal.isPresent()) {
      undo(order, current, certificate);
      return new Written(Outcome.refused(refusal.get()), false);
    }
    issuance.completeInTransaction(certificate);
    book.move(current, issued(conversation, certificate, answer, implicit, confirmUntil));
    boolean spent =
        implicit
            && acceptance.confirmInTransaction(order.orElseThrow(), current, certificate.serial());
    return new Written(Outcome.of(answer.der()), spent);
  }

  private CmpTransactionStore.Move issued(
      Conversation conversation,
      SignedCertificate certificate,
      Answer answer,
      boolean implicit,
      Instant confirmUntil) {
    return new CmpTransactionStore.Move(
        implicit ? CmpTransaction.State.CONFIRMED : CmpTransaction.State.ISSUED,
        implicit ? Optional.of(clock.instant()) : Optional.empty(),
        Optional.of(confirmUntil),
        Optional.of(certificate.serial()),
        Optional.of(answer.to(conversation.message().digestHex())));
  }

  private Optional<CmpRefusal> overtaken(
      Conversation conversation,
      Optional<Order> order,
      CmpTransaction transaction,
      SignedCertificate certificate) {
    if (order.isEmpty()) {
      return Optional.of(CmpFailure.NOT_AUTHORIZED.because("the enrolment was revoked meanwhile"));
    }
    return overtaken
        .since(certificate.spki())
        .or(() -> overtaken.since(conversation.requester(), order.get(), transaction));
  }

  /** The serial number goes on the list, the use is given back, nothing is answered. */
  private void undo(
      Optional<Order> order, CmpTransaction transaction, SignedCertificate certificate) {
    RevocationOutcome unusedOutcome =
        revocations.revokeInTransaction(
            certificate.issuer(),
            certificate.serial(),
            RevocationReason.CESSATION_OF_OPERATION,
            transaction.sender());
    order.ifPresent(
        open ->
            uses.reopen(
                open, transaction.takenUse(), transaction.transactionId(), transaction.sender()));
    book.end(transaction, CmpTransaction.State.REFUSED, Optional.empty());
  }
}
