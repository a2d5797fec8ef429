package org.vouchseal.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A registration authority orders the revocation of what was issued under one of its orders.
 *
 * @param ra name of the registration authority that signed, claim {@code iss}
 * @param jti unique per RA; the same one with the same bytes is a repetition
 * @param tenant the customer
 * @param reference the enrolment order under which the certificates were issued
 * @param serial the one certificate to revoke; empty means every certificate of the order
 * @param reason why
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}: until when the registrar accepts the order
 */
public record RevocationOrder(
    String ra,
    String jti,
    TenantId tenant,
    Reference reference,
    Optional<SerialNumber> serial,
    RevocationReason reason,
    Instant issuedAt,
    Instant expiresAt) {

  public RevocationOrder {
    if (ra.isBlank() || jti.isBlank()) {
      throw new IllegalArgumentException("a revocation order names its RA and its jti");
    }
  }
}
