package org.vouchseal.hsm;

import java.security.PublicKey;

/** Decrypts short RSA-OAEP messages (SHA-256, MGF1 with SHA-256); does nothing else. */
public interface DecryptionKey {

  /** The public half. */
  PublicKey publicKey();

  /**
   * Decrypts one ciphertext.
   *
   * @throws OpeningRefused when it does not decrypt, for whatever reason
   */
  byte[] decrypt(byte[] ciphertext);
}
