package org.vouchseal.keyservice.escrow;

import java.time.Instant;
import org.vouchseal.model.EscrowId;

/**
 * Which keys in escrow are in use. Kept beside the records, which are never changed. Every method
 * needs a running transaction.
 */
public interface EscrowUses {

  /** Whether there is a record of that name. */
  boolean isRecord(EscrowId id);

  /** Whether the key is marked as in use; a key that is not is unused. */
  boolean isUsed(EscrowId id);

  /** Marks it; a second time is DuplicateKey out of the transaction. */
  void mark(EscrowId id, Instant at);
}
