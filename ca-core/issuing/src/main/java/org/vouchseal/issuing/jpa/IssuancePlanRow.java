package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code issuance_plan}; written once. */
@Entity
@Table(name = "issuance_plan")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class IssuancePlanRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "idempotency_key", updatable = false)
  String idempotencyKey;

  @Column(name = "issuer", updatable = false)
  String issuer;

  @Column(name = "serial", updatable = false)
  byte[] serial;

  @Column(name = "profile", updatable = false)
  String profile;

  @Column(name = "spki", updatable = false)
  byte[] spki;

  @Column(name = "mailboxes", updatable = false)
  String mailboxes;

  @Column(name = "not_before", updatable = false)
  Instant notBefore;

  @Column(name = "not_after", updatable = false)
  Instant notAfter;

  @Column(name = "tbs", updatable = false)
  byte[] tbs;

  @Column(name = "tbs_digest", updatable = false)
  String tbsDigest;

  @Column(name = "lint", updatable = false)
  String lint;

  @Column(name = "order_reference", updatable = false)
  @Nullable String orderReference;

  @Column(name = "owner", updatable = false)
  @Nullable String owner;

  @Column(name = "tier", updatable = false)
  @Nullable String tier;

  @Column(name = "escrow_id", updatable = false)
  @Nullable String escrowId;

  @Column(name = "actor", updatable = false)
  String actor;

  @Column(name = "recorded_at", updatable = false)
  Instant recordedAt;

  @Column(name = "crl_shard", updatable = false)
  int crlShard;

  protected IssuancePlanRow() {}
}
