package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code registrar_statement}; never changed. */
@Entity
@Table(name = "registrar_statement")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarStatementRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "ra", nullable = false, updatable = false)
  String ra;

  @Column(name = "jti", nullable = false, updatable = false)
  String jti;

  @Column(name = "kind", nullable = false, updatable = false)
  String kind;

  @Column(name = "reference", nullable = false, updatable = false)
  String reference;

  @Column(name = "jws", nullable = false, updatable = false)
  String jws;

  @Column(name = "jws_digest", nullable = false, updatable = false)
  String jwsDigest;

  @Column(name = "accepted_at", nullable = false, updatable = false)
  Instant acceptedAt;

  protected RegistrarStatementRow() {}
}
