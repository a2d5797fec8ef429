package org.vouchseal.issuing.issuance;

/**
 * Why a certificate is refused. {@code KEY_*} and {@code NAMES_NOT_ALLOWED} are the requester's to
 * mend (badCertTemplate); {@code RECEIPT_*} and {@code PLAN_NOT_LINTED} are faults between our own
 * rooms (systemFailure); {@code *_NOT_BELIEVED} are rows that nobody of ours wrote so
 * (systemFailure with an incident); {@code NOT_AUTHORIZED} is what it says.
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
  OTHER_REQUEST_WITH_THIS_KEY,
  /** The order is not the one that its registration authority signed. */
  ORDER_NOT_BELIEVED,
  /** The plan found under the idempotency key is not what planning the request gives. */
  PLAN_NOT_BELIEVED;

  /** Whether our own records contradict each other: systemFailure of CMP, with an incident. */
  public boolean isDisbelief() {
    return this == ORDER_NOT_BELIEVED || this == PLAN_NOT_BELIEVED;
  }

  /** Whether the requester can mend it by another key or other names: badCertTemplate of CMP. */
  public boolean isBadCertTemplate() {
    return this == KEY_NOT_ALLOWED
        || this == KEY_WEAK
        || this == KEY_OF_OTHER_HOLDER
        || this == KEY_OF_OTHER_USE
        || this == NAMES_NOT_ALLOWED;
  }
}
