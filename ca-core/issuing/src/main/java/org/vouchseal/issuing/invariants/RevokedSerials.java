package org.vouchseal.issuing.invariants;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.x509.CrlScope;

/**
 * What must be on the newest list of a name: hexadecimal serial numbers in their order, a few
 * thousand in memory at a time.
 */
final class RevokedSerials {

  private static final int PAGE = 5000;

  private final Connection connection;
  private final String list;
  private final CrlScope scope;
  private final Queue<String> page = new ArrayDeque<>();
  private String last = "";
  private boolean ended;

  RevokedSerials(Connection connection, String list) {
    this.connection = connection;
    this.list = list;
    int dash = list.lastIndexOf('-');
    this.scope =
        dash < 0
            ? CrlScope.full(list)
            : new CrlScope(list.substring(0, dash), Integer.parseInt(list.substring(dash + 1)));
  }

  /** The next one; null at the end. */
  @Nullable String next() throws SQLException {
    if (page.isEmpty() && !ended) {
      fetch();
    }
    return page.poll();
  }

  private void fetch() throws SQLException {
    String first = scope.isFull() ? "first_crl" : "first_shard_crl";
    String query =
        "SELECT LOWER(HEX(serial)) FROM revocation WHERE issuer = ?"
            + (scope.isFull() ? "" : " AND crl_shard = " + scope.shard())
            + " AND serial > UNHEX(?) AND "
            + first
            + " IS NOT NULL AND not_after >= (SELECT MAX(this_update) FROM crl WHERE issuer = ?)"
            + " ORDER BY serial LIMIT "
            + PAGE;
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, scope.issuer());
      statement.setString(2, last);
      statement.setString(3, list);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          last = rows.getString(1);
          page.add(last);
        }
      }
    }
    ended = page.size() < PAGE;
  }
}
