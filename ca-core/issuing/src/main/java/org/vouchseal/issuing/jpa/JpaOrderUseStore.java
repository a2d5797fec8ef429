package org.vouchseal.issuing.jpa;

import java.time.Instant;
import java.util.List;
import org.vouchseal.issuing.registrar.OrderUse;
import org.vouchseal.issuing.registrar.OrderUseStore;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;

/** Taken uses of orders in the table {@code registrar_order_use}. */
public final class JpaOrderUseStore implements OrderUseStore {

  private static final String MINE =
      " WHERE u.reference = :reference AND u.useName = :name AND u.transactionId = :transaction";

  private final Entities entities;

  public JpaOrderUseStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public List<OrderUse> taken(Reference reference) {
    return entities
        .current()
        .createQuery(
            "SELECT u FROM RegistrarUseRow u WHERE u.reference = :reference ORDER BY u.id",
            RegistrarUseRow.class)
        .setParameter("reference", reference.value())
        .getResultStream()
        .map(
            row ->
                new OrderUse(
                    reference, row.useName, row.transactionId, OrderUse.State.valueOf(row.state)))
        .toList();
  }

  @Override
  public void open(Reference reference, String name, byte[] transactionId, Instant at) {
    RegistrarUseRow row = new RegistrarUseRow();
    row.reference = reference.value();
    row.useName = name;
    row.transactionId = transactionId;
    row.state = OrderUse.State.OPEN.name();
    row.openedAt = at;
    entities.current().persist(row);
    entities.current().flush();
  }

  @Override
  public boolean confirm(Reference reference, String name, byte[] transactionId) {
    return change(
        "UPDATE RegistrarUseRow u SET u.state = 'CONFIRMED'" + MINE + " AND u.state = 'OPEN'",
        reference,
        name,
        transactionId);
  }

  @Override
  public boolean reopen(Reference reference, String name, byte[] transactionId) {
    return change("DELETE FROM RegistrarUseRow u" + MINE, reference, name, transactionId);
  }

  private boolean change(String query, Reference reference, String name, byte[] transactionId) {
    return entities
            .current()
            .createQuery(query)
            .setParameter("reference", reference.value())
            .setParameter("name", name)
            .setParameter("transaction", transactionId)
            .executeUpdate()
        == 1;
  }
}
