package org.vouchseal.issuing.profile;

/** The one use of a public key, for ever, over all issuers and owners. */
public enum KeyClass {
  /** An end entity's signing key; never in escrow. */
  SIGN,
  /** An end entity's encryption key; always in escrow. */
  ENC,
  /**
   * A key of our own: CA, responder, CMP signer, key generation authority, archive transport,
   * registration authority.
   */
  SERVICE
}
