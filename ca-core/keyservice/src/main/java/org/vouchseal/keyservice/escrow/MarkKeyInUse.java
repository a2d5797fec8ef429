package org.vouchseal.keyservice.escrow;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Marks keys whose certificate was taken by its client. A key without the mark is unused: its
 * certificate was never made, never confirmed, or rejected. It stays in escrow all the same.
 */
public final class MarkKeyInUse {

  private final Transactions transactions;
  private final EscrowUses uses;
  private final AuditTrail audit;
  private final Clock clock;

  public MarkKeyInUse(Transactions transactions, EscrowUses uses, AuditTrail audit, Clock clock) {
    this.transactions = transactions;
    this.uses = uses;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Marks it, once.
   *
   * @throws IllegalStateException when no such key is in escrow
   */
  public void mark(EscrowId id) {
    try {
      transactions.run(() -> inTransaction(id));
    } catch (DuplicateKey somebodyWasFirst) {
      transactions.run(() -> inTransaction(id));
    }
  }

  private void inTransaction(EscrowId id) {
    if (uses.isUsed(id)) {
      return;
    }
    if (!uses.isRecord(id)) {
      throw new IllegalStateException("key " + id + " is said to be in use and is not in escrow");
    }
    uses.mark(id, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    audit.append(AuditEvent.of("escrow.used", "system:issuing", "escrow:" + id));
  }
}
