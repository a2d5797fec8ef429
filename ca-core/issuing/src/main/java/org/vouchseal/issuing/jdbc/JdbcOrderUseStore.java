package org.vouchseal.issuing.jdbc;

import java.time.Instant;
import java.util.List;
import org.vouchseal.issuing.registrar.OrderUse;
import org.vouchseal.issuing.registrar.OrderUseStore;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Taken uses of orders in the table {@code registrar_order_use}. */
public final class JdbcOrderUseStore implements OrderUseStore {

  private static final String MINE = " WHERE reference = ? AND use_name = ? AND transaction_id = ?";

  private final SqlStatements statements;

  public JdbcOrderUseStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public List<OrderUse> taken(Reference reference) {
    return statements.all(
        "SELECT use_name, transaction_id, state FROM registrar_order_use WHERE reference = ?"
            + " ORDER BY id",
        row ->
            new OrderUse(
                reference,
                row.getString(1),
                row.getBytes(2),
                OrderUse.State.valueOf(row.getString(3))),
        reference.value());
  }

  @Override
  public void open(Reference reference, String name, byte[] transactionId, Instant at) {
    statements.updateLater(
        "INSERT INTO registrar_order_use (reference, use_name, transaction_id, state, opened_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        reference.value(),
        name,
        transactionId,
        OrderUse.State.OPEN.name(),
        at);
  }

  @Override
  public boolean confirm(Reference reference, String name, byte[] transactionId) {
    return statements.update(
            "UPDATE registrar_order_use SET state = 'CONFIRMED'" + MINE + " AND state = 'OPEN'",
            reference.value(),
            name,
            transactionId)
        == 1;
  }

  @Override
  public boolean reopen(Reference reference, String name, byte[] transactionId) {
    return statements.update(
            "DELETE FROM registrar_order_use" + MINE, reference.value(), name, transactionId)
        == 1;
  }
}
