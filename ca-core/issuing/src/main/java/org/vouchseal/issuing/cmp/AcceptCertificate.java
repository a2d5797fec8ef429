package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderUses;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.runtime.Transactions;

/**
 * Makes a certificate valid that its client accepted, by certConf or by having asked for implicit
 * confirmation, and spends the use of the order that it took.
 */
final class AcceptCertificate {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptCertificate.class);
  private static final CmpRefusal REVOKED =
      CmpFailure.CERT_REVOKED.because("the certificate was revoked before it was confirmed");

  private final Transactions transactions;
  private final TransactionBook book;
  private final OrderUses uses;
  private final Certificates certificates;
  private final CentralKeySecrets keyService;
  private final OvertakenRequests overtaken;

  AcceptCertificate(CmpParts parts, TransactionBook book, OvertakenRequests overtaken) {
    this.transactions = parts.transactions();
    this.book = book;
    this.overtaken = overtaken;
    this.uses = parts.registrar().uses();
    this.certificates = parts.certificates();
    this.keyService = parts.keyServiceSecrets();
  }

  /** What an acceptance did. */
  private enum Effect {
    /** Nothing: the transaction is not waiting any more. */
    NONE,
    ACCEPTED,
    ACCEPTED_AND_SECRET_SPENT
  }

  /**
   * The client accepted by certConf.
   *
   * @return false when the transaction is not waiting any more; refused when the certificate cannot
   *     become valid, and the caller has to give it up
   */
  Outcome<Boolean, CmpRefusal> accept(
      Requester requester, CmpTransaction transaction, CmpTransactionStore.Answered answered) {
    Outcome<Effect, CmpRefusal> effect =
        transactions.run(() -> acceptInTransaction(requester, transaction, answered));
    return effect.then(
        done -> {
          if (done == Effect.ACCEPTED_AND_SECRET_SPENT) {
            eraseAtKeyService(transaction.reference());
          }
          return Outcome.of(done != Effect.NONE);
        });
  }

  private Outcome<Effect, CmpRefusal> acceptInTransaction(
      Requester requester, CmpTransaction transaction, CmpTransactionStore.Answered answered) {
    CmpTransactionStore.WithOrder locked = book.lockWithOrder(transaction);
    CmpTransaction current = locked.transaction();
    if (current.state() != CmpTransaction.State.ISSUED) {
      return Outcome.of(Effect.NONE);
    }
    Order order = locked.order();
    if (!order.isOpen() || certificates.isRevoked(IssuingAuthority.SMIME, current.issuedSerial())) {
      return Outcome.refused(REVOKED);
    }
    Optional<CmpRefusal> refusal = overtaken.since(requester, order, current);
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    book.end(current, CmpTransaction.State.CONFIRMED, Optional.of(answered));
    return Outcome.of(
        confirmInTransaction(order, current, current.issuedSerial())
            ? Effect.ACCEPTED_AND_SECRET_SPENT
            : Effect.ACCEPTED);
  }

  /**
   * Confirms certificate and use within the caller's transaction, which has locked the order.
   *
   * @return whether the order's secret was spent by it, so that {@link #eraseAtKeyService} is due
   *     once the transaction is committed
   */
  boolean confirmInTransaction(Order order, CmpTransaction transaction, SerialNumber serial) {
    String actor = transaction.sender();
    if (!certificates.confirmInTransaction(IssuingAuthority.SMIME, serial, actor)) {
      throw new IllegalStateException("a certificate that waits for certConf is not unconfirmed");
    }
    return uses.confirm(order, transaction.takenUse(), transaction.transactionId(), actor);
  }

  /**
   * Erases the key service's copy of a spent secret; what fails here ends with the secret's life.
   */
  void eraseAtKeyService(Reference reference) {
    try {
      keyService.erase(reference);
    } catch (RuntimeException e) {
      LOG.warn("the key service keeps its copy of a spent secret of order {}", reference, e);
    }
  }
}
