package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuingAuthority;
import org.vouchseal.issuing.registrar.OrderUses;
import org.vouchseal.issuing.revocation.RevocationOutcome;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.runtime.Transactions;

/**
 * Ends a transaction without a valid certificate: the use goes back to the order, and a certificate
 * that was issued already is revoked.
 */
final class GiveUpTransaction {

  private final Transactions transactions;
  private final TransactionBook book;
  private final OrderUses uses;
  private final Certificates certificates;
  private final RevokeCertificate revocations;

  GiveUpTransaction(CmpParts parts, TransactionBook book) {
    this.transactions = parts.transactions();
    this.book = book;
    this.uses = parts.registrar().uses();
    this.certificates = parts.certificates();
    this.revocations = parts.revocations();
  }

  /** Nothing can be issued for it. */
  void refuse(CmpTransaction transaction, String actor) {
    boolean unusedDone = giveUp(transaction, CmpTransaction.State.REFUSED, Optional.empty(), actor);
  }

  /**
   * The certificate is not wanted, was confirmed wrongly, or never. False when the transaction is
   * not waiting any more.
   */
  boolean giveUp(
      CmpTransaction transaction,
      CmpTransaction.State end,
      Optional<CmpTransactionStore.Answered> answered,
      String actor) {
    return transactions.run(
        () -> {
          CmpTransactionStore.WithOrder locked = book.lockWithOrder(transaction);
          CmpTransaction current = locked.transaction();
          if (current.state().isEnded()) {
            return false;
          }
          if (current.state() == CmpTransaction.State.ISSUED) {
            revokeUnconfirmed(current.issuedSerial(), actor);
          }
          uses.reopen(locked.order(), current.takenUse(), current.transactionId(), actor);
          book.end(current, end, answered);
          return true;
        });
  }

  private void revokeUnconfirmed(SerialNumber serial, String actor) {
    if (!certificates.rejectInTransaction(IssuingAuthority.SMIME, serial, actor)) {
      throw new IllegalStateException("a certificate that waits for certConf is not unconfirmed");
    }
    RevocationOutcome unusedOutcome =
        revocations.revokeInTransaction(
            IssuingAuthority.SMIME, serial, RevocationReason.CESSATION_OF_OPERATION, actor);
  }
}
