package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plain SQL in the transaction that is running. In a room that has entities as well, rows that JPA
 * still holds back are not seen. Faults come as {@link DatabaseFault}.
 */
public final class SqlStatements {

  private final RunningConnection running;

  public SqlStatements(RunningConnection running) {
    this.running = running;
  }

  /** Makes a value of the row that a result stands at. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Changes rows, and says how many. Values are instants, octets, null, or what JDBC takes. */
  public int update(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Changes rows at the latest when the transaction commits, together with other changes that were
   * put off: several cost one round trip. Whatever else the transaction sends goes after them.
   * Faults, {@code DuplicateKey} above all, come when they are sent. The values are not copied.
   */
  public void updateLater(String sql, @Nullable Object... values) {
    running.putOff(Change.of(sql, values));
  }

  /** As {@link #updateLater}; a fault when it does not change exactly one row. */
  public void updateOneLater(String sql, @Nullable Object... values) {
    running.putOff(Change.ofOne(sql, values));
  }

  /**
   * Adds a row, or says false when one with the same unique key is there. That one stays locked and
   * the transaction goes on; every other fault is thrown.
   */
  public boolean insertUnlessTaken(String sql, @Nullable Object... values) {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      if (Faults.isDuplicate(e)) {
        return false;
      }
      throw failed(e);
    }
  }

  /** All rows found, in their order. */
  public <T> List<T> all(String sql, RowReader<T> reader, @Nullable Object... values) {
    try (PreparedStatement statement = connection().prepareStatement(sql)) {
      bind(statement, values);
      List<T> found = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Every row found, in their order, as the database sends them: no more than {@code atOnce} are in
   * memory. The connection is busy meanwhile: a second statement would make the driver load all
   * that is left, so the consumer must not use the transaction.
   */
  public <T> void forEach(
      int atOnce,
      String sql,
      RowReader<T> reader,
      Consumer<T> consumer,
      @Nullable Object... values) {
    try (PreparedStatement statement =
        connection()
            .prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
      statement.setFetchSize(atOnce);
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(reader.read(rows));
        }
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The first row found. */
  public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
    return all(sql, reader, values).stream().findFirst();
  }

  /** Whether there is any row. */
  public boolean any(String sql, @Nullable Object... values) {
    return !all(sql, row -> Boolean.TRUE, values).isEmpty();
  }

  /** A column of type {@code DATETIME(6)}, in UTC. */
  public static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  /** The same of a column that may be null. */
  public static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(found -> found.toInstant(ZoneOffset.UTC));
  }

  private Connection connection() {
    return running.connection();
  }

  private static void bind(PreparedStatement statement, @Nullable Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Change.bind(statement, i + 1, values[i]);
    }
  }

  private static DatabaseFault failed(SQLException fault) {
    return new DatabaseFault("a statement failed", fault);
  }
}
