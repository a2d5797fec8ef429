package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code crl}; written once. */
@Entity
@Table(name = "crl")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class CrlRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "issuer", updatable = false)
  String list;

  @Column(name = "crl_number", updatable = false)
  long number;

  @Column(name = "this_update", updatable = false)
  Instant thisUpdate;

  @Column(name = "next_update", updatable = false)
  Instant nextUpdate;

  @Column(name = "entries", updatable = false)
  long entries;

  @Column(name = "octets", updatable = false)
  long octets;

  @Column(name = "digest", updatable = false)
  String digest;

  @Column(name = "fence", updatable = false)
  long fence;

  protected CrlRow() {}
}
