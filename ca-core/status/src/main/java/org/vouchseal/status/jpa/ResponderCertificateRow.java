package org.vouchseal.status.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code responder_certificate}. */
@Entity
@Table(name = "responder_certificate")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class ResponderCertificateRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "issuer", nullable = false, updatable = false)
  String issuer;

  @Column(name = "spki", nullable = false, updatable = false)
  byte[] spki;

  @Column(name = "der", nullable = false, updatable = false)
  byte[] der;

  @Column(name = "not_before", nullable = false, updatable = false)
  Instant notBefore;

  @Column(name = "not_after", nullable = false, updatable = false)
  Instant notAfter;

  protected ResponderCertificateRow() {}
}
