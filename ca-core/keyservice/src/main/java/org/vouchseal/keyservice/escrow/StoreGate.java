package org.vouchseal.keyservice.escrow;

import org.vouchseal.keyservice.key.EncryptionKeyPair;

/**
 * One of the conditions without which no key is stored. Each stands for itself: it is checked
 * although the others should make it unnecessary.
 */
@FunctionalInterface
interface StoreGate {

  /**
   * Lets the key pass or not.
   *
   * @throws EscrowRefused when it does not
   */
  void check(EscrowRequest request, EncryptionKeyPair pair);
}
