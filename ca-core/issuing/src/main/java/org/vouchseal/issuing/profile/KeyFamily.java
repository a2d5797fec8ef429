package org.vouchseal.issuing.profile;

/** Kinds of public keys that can be certified. */
public enum KeyFamily {
  RSA,
  /** Curves P-256, P-384 and P-521; which of them, says the profile. */
  EC,
  ED25519
}
