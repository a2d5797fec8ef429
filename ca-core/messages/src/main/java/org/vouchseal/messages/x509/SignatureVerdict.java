package org.vouchseal.messages.x509;

/** What came of verifying a signature. */
public enum SignatureVerdict {
  VALID,
  /** The signature is not one over these octets by this key. */
  INVALID,
  /** The algorithm, or its parameters, are not on the list; nothing was computed. */
  ALGORITHM_REFUSED,
  /** The key is malformed, of another kind than the algorithm, or too short or long. */
  KEY_REFUSED
}
