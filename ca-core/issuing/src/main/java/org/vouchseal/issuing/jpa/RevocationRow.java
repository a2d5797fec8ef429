package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code revocation}, for reading. */
@Entity
@Table(name = "revocation")
@SuppressWarnings("NullAway") // filled by JPA
class RevocationRow {

  @Id
  @Column(name = "id")
  Long id;

  @Column(name = "issuer", updatable = false)
  String issuer;

  @Column(name = "serial", updatable = false)
  byte[] serial;

  @Column(name = "revoked_at", updatable = false)
  Instant revokedAt;

  @Column(name = "reason", updatable = false)
  int reason;

  @Column(name = "not_after", updatable = false)
  Instant notAfter;

  @Column(name = "first_crl", updatable = false)
  @Nullable Long firstCrl;

  protected RevocationRow() {}
}
