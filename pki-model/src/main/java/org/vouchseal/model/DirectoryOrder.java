package org.vouchseal.model;

import java.time.Instant;

/**
 * A registration authority hands on an owner's wish about the public look-up: whether his current
 * encryption certificate is offered to who knows the mailbox.
 *
 * @param ra name of the registration authority that signed, claim {@code iss}
 * @param jti unique per RA; the same one with the same bytes is a repetition
 * @param tenant the customer
 * @param reference an enrolment order of that owner; the wish counts for its mailboxes
 * @param listed whether the certificate is offered
 * @param issuedAt claim {@code iat}; of two wishes the later one counts
 * @param expiresAt claim {@code exp}: until when the registrar accepts the order
 */
public record DirectoryOrder(
    String ra,
    String jti,
    TenantId tenant,
    Reference reference,
    boolean listed,
    Instant issuedAt,
    Instant expiresAt) {

  public DirectoryOrder {
    if (ra.isBlank() || jti.isBlank()) {
      throw new IllegalArgumentException("a directory order names its RA and its jti");
    }
  }
}
