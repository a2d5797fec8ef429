package org.vouchseal.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A registration authority states that it validated an applicant anew: the order it extends may be
 * used until a later time. It changes no name and gives no secret.
 *
 * @param ra name of the registration authority that signed, claim {@code iss}
 * @param jti unique per RA; the same one with the same bytes is a repetition
 * @param tenant the customer
 * @param reference the enrolment order that is extended
 * @param extendedJti jti of the enrolment statement in force for it, claim {@code extends}
 * @param reusableUntil earliest end of the new validation records
 * @param caseDigest SHA-256 of the case content, 64 lower-case hexadecimal digits
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}: until when the registrar accepts the statement
 */
public record RevalidationOrder(
    String ra,
    String jti,
    TenantId tenant,
    Reference reference,
    String extendedJti,
    Instant reusableUntil,
    String caseDigest,
    Instant issuedAt,
    Instant expiresAt) {

  /** How long a mailbox proof by a code may be used (S/MIME Baseline Requirements §4.2.1). */
  public static final Duration MAILBOX_PROOF = Duration.ofDays(30);

  public RevalidationOrder {
    if (ra.isBlank() || jti.isBlank() || extendedJti.isBlank()) {
      throw new IllegalArgumentException(
          "a re-validation names its RA, its jti and the statement that it extends");
    }
  }

  /** Whether it is about that enrolment order, as its statement in force. */
  public boolean isAbout(EnrolmentOrder enrolment) {
    return ra.equals(enrolment.ra())
        && reference.equals(enrolment.reference())
        && tenant.equals(enrolment.tenant())
        && extendedJti.equals(enrolment.jti());
  }

  /** Whether it says no more than a mailbox proof of its own time may. */
  public boolean isWithinProof() {
    return !reusableUntil.isAfter(issuedAt.plus(MAILBOX_PROOF));
  }
}
