package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code registrar_owner}; never changed. */
@Entity
@Table(name = "registrar_owner")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarOwnerRow {

  @Id
  @Column(name = "owner")
  String owner;

  @Column(name = "tenant", nullable = false, updatable = false)
  String tenant;

  @Column(name = "first_reference", nullable = false, updatable = false)
  String firstReference;

  @Column(name = "known_at", nullable = false, updatable = false)
  Instant knownAt;

  protected RegistrarOwnerRow() {}
}
