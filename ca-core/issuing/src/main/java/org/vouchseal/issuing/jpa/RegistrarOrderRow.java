package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code registrar_order}. */
@Entity
@Table(name = "registrar_order")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarOrderRow {

  @Id
  @Column(name = "reference")
  String reference;

  @Column(name = "ra", nullable = false)
  String ra;

  @Column(name = "jti", nullable = false)
  String jti;

  @Column(name = "tenant", nullable = false)
  String tenant;

  @Column(name = "owner", nullable = false)
  String owner;

  @Column(name = "tier", nullable = false)
  String tier;

  @Column(name = "subject", nullable = false)
  String subject;

  @Column(name = "mailboxes", nullable = false)
  String mailboxes;

  @Column(name = "profiles", nullable = false)
  String profiles;

  @Column(name = "validity_seconds", nullable = false)
  long validitySeconds;

  @Column(name = "reusable_until", nullable = false)
  Instant reusableUntil;

  @Column(name = "case_digest", nullable = false)
  String caseDigest;

  @Column(name = "accepted_at", nullable = false)
  Instant acceptedAt;

  @Column(name = "secret_until", nullable = false)
  Instant secretUntil;

  @Column(name = "state", nullable = false)
  String state;

  @Column(name = "secret_key_version")
  @Nullable Integer secretKeyVersion;

  @Column(name = "secret_box")
  byte @Nullable [] secretBox;

  @Column(name = "secret_spent_at")
  @Nullable Instant secretSpentAt;

  protected RegistrarOrderRow() {}
}
