package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code certificate}; only the state changes, by compare-and-set. */
@Entity
@Table(name = "certificate")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class CertificateRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "issuer", updatable = false)
  String issuer;

  @Column(name = "serial", updatable = false)
  byte[] serial;

  @Column(name = "plan_key", updatable = false)
  @Nullable String planKey;

  @Column(name = "profile", updatable = false)
  String profile;

  @Column(name = "key_class", updatable = false)
  String keyClass;

  @Column(name = "der", updatable = false)
  byte[] der;

  @Column(name = "spki", updatable = false)
  byte[] spki;

  @Column(name = "not_before", updatable = false)
  Instant notBefore;

  @Column(name = "not_after", updatable = false)
  Instant notAfter;

  @Column(name = "order_reference", updatable = false)
  @Nullable String orderReference;

  @Column(name = "owner", updatable = false)
  @Nullable String owner;

  @Column(name = "tier", updatable = false)
  @Nullable String tier;

  @Column(name = "state", updatable = false)
  String state;

  @Column(name = "issued_at", updatable = false)
  Instant issuedAt;

  protected CertificateRow() {}
}
