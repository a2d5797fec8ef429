package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code registrar_order_use}. */
@Entity
@Table(name = "registrar_order_use")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class RegistrarUseRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "reference", nullable = false, updatable = false)
  String reference;

  @Column(name = "use_name", nullable = false, updatable = false)
  String useName;

  @Column(name = "transaction_id", nullable = false, updatable = false)
  byte[] transactionId;

  @Column(name = "state", nullable = false)
  String state;

  @Column(name = "opened_at", nullable = false, updatable = false)
  Instant openedAt;

  protected RegistrarUseRow() {}
}
