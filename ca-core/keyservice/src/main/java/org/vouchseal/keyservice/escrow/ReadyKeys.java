package org.vouchseal.keyservice.escrow;

import java.util.Optional;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;

/** Keys that were made before they were needed. */
@FunctionalInterface
public interface ReadyKeys {

  /**
   * Takes one out, in the running transaction: when that is undone, the key is back. Empty when
   * none of that kind is there, which is never an error. The caller closes what it gets.
   */
  Optional<EncryptionKeyPair> drawInTransaction(EncryptionAlgorithm algorithm);
}
