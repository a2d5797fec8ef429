package org.vouchseal.launcher.invariants;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.vouchseal.model.runtime.StoreUnavailable;

/** Runs queries that only read. */
final class Rows {

  private static final int FETCH = 500;

  /** Takes one row. */
  @FunctionalInterface
  interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private Rows() {}

  static void each(Connection connection, String query, Row row) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet found = statement.executeQuery(query)) {
        while (found.next()) {
          row.take(found);
        }
      }
    }
  }

  /** An invariant that holds when the query, whose one column names the row, finds nothing. */
  static CheckedInvariant none(
      DataSource database, String id, String statement, String query, String fault) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      each(connection, query, row -> rows.add(row.getString(1) + " " + fault));
    } catch (SQLException e) {
      throw new StoreUnavailable(id + " cannot be checked: " + statement, e);
    }
    return new CheckedInvariant(id, statement, rows);
  }
}
