package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code owner_objection}. */
@Entity
@Table(name = "owner_objection")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarObjectionRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "reference", nullable = false, updatable = false)
  String reference;

  @Column(name = "former_owner", nullable = false, updatable = false)
  String formerOwner;

  @Column(name = "serial", nullable = false, updatable = false)
  byte[] serial;

  @Column(name = "proof", nullable = false, updatable = false)
  byte[] proof;

  @Column(name = "proof_digest", nullable = false, updatable = false)
  String proofDigest;

  @Column(name = "accepted_at", nullable = false, updatable = false)
  Instant acceptedAt;

  protected RegistrarObjectionRow() {}
}
