package org.vouchseal.hsm;

import java.util.EnumSet;
import java.util.Set;

/** The one kind of operation a key may do; a key never has two. */
public enum Capability {
  SIGN(
      EnumSet.of(
          KeyAlgorithm.P256,
          KeyAlgorithm.P384,
          KeyAlgorithm.ED25519,
          KeyAlgorithm.RSA2048,
          KeyAlgorithm.RSA3072,
          KeyAlgorithm.RSA4096)),
  DECRYPT(EnumSet.of(KeyAlgorithm.RSA2048, KeyAlgorithm.RSA3072, KeyAlgorithm.RSA4096)),
  DERIVE(EnumSet.of(KeyAlgorithm.P256, KeyAlgorithm.P384)),
  WRAP(EnumSet.of(KeyAlgorithm.AES256));

  private final Set<KeyAlgorithm> algorithms;

  Capability(Set<KeyAlgorithm> algorithms) {
    this.algorithms = algorithms;
  }

  /** Whether a key of this kind can do the operation. */
  public boolean servedBy(KeyAlgorithm algorithm) {
    return algorithms.contains(algorithm);
  }
}
