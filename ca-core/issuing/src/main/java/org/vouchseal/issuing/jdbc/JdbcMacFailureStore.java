package org.vouchseal.issuing.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
  public Map<String, Integer> counts(Set<String> what, long minute) {
    List<Object> values = new ArrayList<>(what);
    values.add(minute);
    return statements
        .all(
            "SELECT what, failures FROM cmp_mac_failure WHERE what IN ("
                + String.join(", ", Collections.nCopies(what.size(), "?"))
                + ") AND minute = ?",
            row -> Map.entry(row.getString(1), row.getInt(2)),
            values.toArray())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
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
