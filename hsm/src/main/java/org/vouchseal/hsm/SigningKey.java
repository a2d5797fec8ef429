package org.vouchseal.hsm;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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

  /**
   * Signs a message of any length. A token that hashes piece by piece, as PKCS#11 does with {@code
   * C_SignUpdate}, holds a piece at a time; what this method does by itself, and what every Ed25519
   * key must do (RFC 8032 reads the message twice), is to hold it whole.
   *
   * @return as {@link #sign(byte[])}
   * @throws IOException when the message cannot be read
   */
  default byte[] sign(StreamedMessage message) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    message.writeTo(whole);
    return sign(whole.toByteArray());
  }
}
