package org.vouchseal.hsm;

/** The kinds of keys that tokens hold and end entities bring. */
public enum KeyAlgorithm {
  P256,
  P384,
  ED25519,
  RSA2048,
  RSA3072,
  RSA4096,
  /** A symmetric key for AES-256-GCM; never an end entity's. */
  AES256
}
