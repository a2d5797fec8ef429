package org.vouchseal.keyservice.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code escrow_use}. */
@Entity
@Table(name = "escrow_use")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class EscrowUseRow {

  @Id
  @Column(name = "escrow_id")
  String escrowId;

  @Column(name = "used_at")
  Instant usedAt;

  protected EscrowUseRow() {}

  EscrowUseRow(String escrowId, Instant usedAt) {
    this.escrowId = escrowId;
    this.usedAt = usedAt;
  }
}
