package org.vouchseal.issuing.centralkey;

/**
 * Makes encryption keys centrally.
 *
 * <p>Idempotent by order, transactionID and request digest: the same request gives the same key and
 * the same receipt, also after a crash of either side. Called outside any transaction.
 */
@FunctionalInterface
public interface CentralKeys {

  /** Makes or finds the key that the message asks for; a refusal is a value. */
  CentralKeyOutcome generate(CentralKeyRequest request);
}
