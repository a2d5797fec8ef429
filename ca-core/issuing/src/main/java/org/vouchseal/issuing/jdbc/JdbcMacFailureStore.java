package org.vouchseal.issuing.jdbc;

import org.vouchseal.issuing.cmp.MacFailureStore;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Failed MACs in the table {@code cmp_mac_failure}. */
public final class JdbcMacFailureStore implements MacFailureStore {

  private final SqlStatements statements;

  public JdbcMacFailureStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public void add(String what, long minute) {
    int unusedRows =
        statements.update(
            "INSERT INTO cmp_mac_failure (what, minute, failures) VALUES (?, ?, 1)"
                + " ON DUPLICATE KEY UPDATE failures = failures + 1",
            what,
            minute);
  }

  @Override
  public int forgetBefore(long minute) {
    return statements.update("DELETE FROM cmp_mac_failure WHERE minute < ?", minute);
  }
}
