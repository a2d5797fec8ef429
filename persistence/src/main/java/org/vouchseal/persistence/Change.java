package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that changes rows, with its values; sent alone, or with others at once. */
public final class Change {

  /** The usual 45000 makes the driver and its pools believe that the connection is lost. */
  private static final String UNLESS_ONE =
      "; IF ROW_COUNT() <> 1 THEN SIGNAL SQLSTATE 'HY000'"
          + " SET MESSAGE_TEXT = 'a row that is locked was not there to be changed'; END IF";

  private final String sql;
  private final boolean one;
  private final @Nullable Object[] values;

  private Change(String sql, boolean one, @Nullable Object[] values) {
    this.sql = sql;
    this.one = one;
    this.values = values;
  }

  /** Changes any number of rows. */
  static Change of(String sql, @Nullable Object... values) {
    return new Change(sql, false, values);
  }

  /** Is a fault when it does not change exactly one row. */
  static Change ofOne(String sql, @Nullable Object... values) {
    return new Change(sql, true, values);
  }

  /**
   * Sends changes in their order by one round trip, as a compound statement. The first that fails
   * ends it; what went before it stays in the transaction, which its owner then undoes.
   *
   * @param commit whether the transaction ends by it
   */
  static void send(Connection connection, List<Change> changes, boolean commit)
      throws SQLException {
    StringBuilder sql = new StringBuilder("BEGIN NOT ATOMIC ");
    for (Change change : changes) {
      sql.append(change.sql).append(change.one ? UNLESS_ONE : "").append("; ");
    }
    sql.append(commit ? "COMMIT; END" : "END");
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      int before = 0;
      for (Change change : changes) {
        before = change.bind(statement, before);
      }
      boolean unusedResult = statement.execute();
    }
  }

  /** Sends this one alone, now. */
  void send(Connection connection) throws SQLException {
    send(connection, Collections.singletonList(this), false);
  }

  private int bind(PreparedStatement statement, int before) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, before + i + 1, values[i]);
    }
    return before + values.length;
  }

  /** Sets a value: an instant in UTC, to the microsecond, octets, or what JDBC takes as it is. */
  static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(
          index, LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
    } else if (value instanceof byte[] octets) {
      statement.setBytes(index, octets);
    } else {
      statement.setObject(index, value);
    }
  }
}
