package org.vouchseal.issuing.issuance;

/**
 * How far the requester has accepted a certificate (RFC 9810 §5.3.18); says nothing of validity.
 */
public enum CertificateState {
  /** Issued, and the requester has not said anything yet. */
  UNCONFIRMED,
  /** The requester accepted it, or had agreed to implicit confirmation. */
  CONFIRMED,
  /** The requester rejected it, or stayed silent too long; it is revoked as well. */
  REJECTED
}
