package org.vouchseal.keyservice.jdbc;

import java.time.Instant;
import org.vouchseal.keyservice.escrow.EscrowUses;
import org.vouchseal.model.EscrowId;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Marks of use in {@code escrow_use}. */
public final class JdbcEscrowUses implements EscrowUses {

  private final SqlStatements statements;

  public JdbcEscrowUses(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public boolean isRecord(EscrowId id) {
    return statements.any("SELECT 1 FROM escrow WHERE escrow_id = ?", id.value());
  }

  @Override
  public boolean isUsed(EscrowId id) {
    return statements.any("SELECT 1 FROM escrow_use WHERE escrow_id = ?", id.value());
  }

  @Override
  public void mark(EscrowId id, Instant at) {
    int unusedOne =
        statements.update(
            "INSERT INTO escrow_use (escrow_id, used_at) VALUES (?, ?)", id.value(), at);
  }
}
