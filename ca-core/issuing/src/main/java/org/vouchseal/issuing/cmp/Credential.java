package org.vouchseal.issuing.cmp;

/** By what a requester proved himself. */
public enum Credential {
  /** The secret of an order. */
  SECRET,
  /** A certificate of ours. */
  CERTIFICATE,
  /** The registered certificate of a registration authority. */
  AUTHORITY
}
