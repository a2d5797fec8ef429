package org.vouchseal.hsm;

import java.security.PublicKey;

/** Signs; does nothing else. */
public interface SigningKey {

  /** The algorithm of every signature this key makes. */
  SignatureAlgorithm algorithm();

  /** The public half; {@code getEncoded} gives a SubjectPublicKeyInfo. */
  PublicKey publicKey();

  /**
   * Signs the whole message (the token hashes it).
   *
   * @return the signature as X.509 carries it: ECDSA as DER {@code Ecdsa-Sig-Value}
   */
  byte[] sign(byte[] message);
}
