package org.vouchseal.keyservice.escrow;

import java.util.List;
import java.util.Optional;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;

/**
 * Where escrow records are kept. Every method needs a running transaction. A record is never
 * changed and never removed. Look-ups for use start from an owner.
 */
public interface EscrowStore {

  /**
   * Adds a record. A second one with the same id, the same public key, or for the same order,
   * transaction and request is refused with DuplicateKey out of the transaction.
   */
  void add(EscrowRecord record);

  /** The record of that name if it belongs to {@code owner}. */
  Optional<EscrowRecord> find(KeyOwner owner, EscrowId id);

  /** The record that answered a request before, if it belongs to {@code owner}. */
  Optional<EscrowRecord> findByRequest(
      KeyOwner owner, Reference order, byte[] transactionId, String requestDigest);

  /** Whether a key is in escrow, whoever owns it. */
  boolean holds(SpkiDigest spki);

  /** Every record of {@code owner}, oldest first. */
  List<EscrowRecord> ofOwner(KeyOwner owner);

  /**
   * Names of records of all owners in their order, for checking the whole store and nothing else.
   *
   * @param after name after which to begin; empty text begins at the first
   * @param limit at most so many
   */
  List<String> namesForChecking(String after, int limit);

  /**
   * A record whoever owns it, for checking the whole store and nothing else.
   *
   * @throws org.vouchseal.hsm.OpeningRefused when the row cannot be read as a record
   */
  Optional<EscrowRecord> findForChecking(String name);
}
