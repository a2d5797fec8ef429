package org.vouchseal.issuing.issuance;

/**
 * Why a certificate is refused. {@code KEY_*} and {@code NAMES_NOT_ALLOWED} are the requester's to
 * mend (badCertTemplate); {@code RECEIPT_*} and {@code PLAN_NOT_LINTED} are faults between our own
 * rooms (systemFailure); {@code NOT_AUTHORIZED} is what it says.
 */
public enum RefusalReason {
  /** Kind or size of key that the profile does not allow, or an encoding that is not exact. */
  KEY_NOT_ALLOWED,
  /** The key has a known weakness or is known to be compromised. */
  KEY_WEAK,
  /** The key is registered for another use, for ever. */
  KEY_OF_OTHER_USE,
  /** The key was certified, or planned to be, for another owner. */
  KEY_OF_OTHER_HOLDER,
  /** The approved names do not fit the profile and tier. */
  NAMES_NOT_ALLOWED,
  /** Profile, issuer or tier do not go together. */
  NOT_AUTHORIZED,
  /** The profile demands an escrow receipt. */
  RECEIPT_MISSING,
  /** The profile refuses keys that are in escrow. */
  RECEIPT_NOT_ALLOWED,
  /** The receipt's signature, key, owner or order is wrong. */
  RECEIPT_INVALID,
  /** The bytes to be signed break a rule of the linter. */
  PLAN_NOT_LINTED,
  /** The idempotency key was used for another public key, profile or order. */
  OTHER_REQUEST_WITH_THIS_KEY;

  /** Whether the requester can mend it by another key or other names: badCertTemplate of CMP. */
  public boolean isBadCertTemplate() {
    return this == KEY_NOT_ALLOWED
        || this == KEY_WEAK
        || this == KEY_OF_OTHER_HOLDER
        || this == KEY_OF_OTHER_USE
        || this == NAMES_NOT_ALLOWED;
  }
}
