package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code owner_succession}. */
@Entity
@Table(name = "owner_succession")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarSuccessionRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "mailbox", nullable = false, updatable = false)
  String mailbox;

  @Column(name = "former_owner", nullable = false, updatable = false)
  String formerOwner;

  @Column(name = "new_owner", nullable = false, updatable = false)
  String newOwner;

  @Column(name = "reference", nullable = false, updatable = false)
  String reference;

  @Column(name = "noted_at", nullable = false, updatable = false)
  Instant notedAt;

  @Column(name = "due_at", nullable = false, updatable = false)
  Instant dueAt;

  @Column(name = "state", nullable = false)
  String state;

  protected RegistrarSuccessionRow() {}
}
