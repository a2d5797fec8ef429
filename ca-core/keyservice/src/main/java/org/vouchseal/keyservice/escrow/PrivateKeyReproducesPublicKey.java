package org.vouchseal.keyservice.escrow;

import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.PairwiseCheck;

/** Gate: the two halves belong together, shown by encrypting or agreeing with them. */
final class PrivateKeyReproducesPublicKey implements StoreGate {

  private final PairwiseCheck pairwise;

  PrivateKeyReproducesPublicKey(PairwiseCheck pairwise) {
    this.pairwise = pairwise;
  }

  @Override
  public void check(EscrowRequest request, EncryptionKeyPair pair) {
    if (!pairwise.holds(pair)) {
      throw new EscrowRefused(
          "the private key does not reproduce the public key with spki " + pair.spki());
    }
  }
}
