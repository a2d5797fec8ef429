package org.vouchseal.hsm;

import java.security.PublicKey;

/** Agrees on a shared secret by ECDH; does nothing else. */
public interface AgreementKey {

  /** The public half; its curve is the only one that {@link #agree} accepts. */
  PublicKey publicKey();

  /**
   * The raw shared secret Z (SEC 1 §3.3.1), to be fed into a key derivation function and then wiped
   * by the caller.
   *
   * @throws IllegalArgumentException when {@code peer} is not a valid point of the same curve
   */
  byte[] agree(PublicKey peer);
}
