package org.vouchseal.issuing.centralkey;

import org.vouchseal.model.EscrowId;

/**
 * Makes encryption keys centrally, and takes those of clients into escrow.
 *
 * <p>Idempotent by order, transactionID and request digest: the same request gives the same key and
 * the same receipt, also after a crash of either side. Called outside any transaction.
 */
public interface CentralKeys {

  /** Makes or finds the key that the message asks for; a refusal is a value. */
  CentralKeyOutcome generate(CentralKeyRequest request);

  /**
   * Takes the key that the message brings in control pkiArchiveOptions, when its private half
   * reproduces the template's publicKey; a refusal is a value. Whoever asks has registered the key
   * for encryption before, so that no signing key gets there.
   */
  CentralKeyOutcome archive(CentralKeyRequest request);

  /**
   * A certificate of the key was taken by its client; a key of which this is never said is unused.
   * May be said again.
   */
  void inUse(EscrowId key);
}
