package org.vouchseal.issuing.invariants;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs a query and gives its rows one by one. */
final class Rows {

  /** Takes one row. */
  @FunctionalInterface
  interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private static final int FETCH = 500;

  private Rows() {}

  static void each(Connection connection, String query, Row row) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setFetchSize(FETCH);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          row.take(found);
        }
      }
    }
  }

  /** A check that finds nothing when the query finds nothing; its one column names the row. */
  static Invariant.Check none(String query, String fault) {
    return (connection, findings) ->
        each(connection, query, row -> findings.accept(row.getString(1), fault));
  }
}
