package org.vouchseal.keyservice.central;

import org.vouchseal.keyservice.key.EncryptionKeyPair;

/** Puts private keys into envelopes. */
@FunctionalInterface
public interface KeyPackages {

  /**
   * DER of a fresh EnvelopedData, without ContentInfo, over the signed package of the key
   * generation authority. Only the recipient of {@code delivery} can open it.
   */
  byte[] envelop(EncryptionKeyPair pair, KeyContent content, Delivery.Enveloped delivery);
}
