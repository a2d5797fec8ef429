package org.vouchseal.keyservice.jpa;

import java.time.Instant;
import org.vouchseal.keyservice.escrow.EscrowUses;
import org.vouchseal.model.EscrowId;
import org.vouchseal.persistence.Entities;

/** Marks of use in MariaDB. */
public final class JpaEscrowUses implements EscrowUses {

  private final Entities entities;

  public JpaEscrowUses(Entities entities) {
    this.entities = entities;
  }

  @Override
  public boolean isRecord(EscrowId id) {
    return !entities
        .current()
        .createQuery("SELECT e.escrowId FROM EscrowRow e WHERE e.escrowId = :id", String.class)
        .setParameter("id", id.value())
        .getResultList()
        .isEmpty();
  }

  @Override
  public boolean isUsed(EscrowId id) {
    return entities.current().find(EscrowUseRow.class, id.value()) != null;
  }

  @Override
  public void mark(EscrowId id, Instant at) {
    entities.current().persist(new EscrowUseRow(id.value(), at));
    // now, so that a duplicate is found before the audit row
    entities.current().flush();
  }
}
