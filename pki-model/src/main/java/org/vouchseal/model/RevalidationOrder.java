package org.vouchseal.model;

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

  public RevalidationOrder {
    if (ra.isBlank() || jti.isBlank() || extendedJti.isBlank()) {
      throw new IllegalArgumentException(
          "a re-validation names its RA, its jti and the statement that it extends");
    }
  }
}
