package org.vouchseal.issuing.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.vouchseal.issuing.crl.FreshEntries;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.RevokedEntry;

/**
 * Revocations of one list, as the database sends them: rows are neither objects of JPA nor all in
 * memory. While rows are read, the connection is busy: a second statement would make the driver
 * load all that is left.
 */
final class RevocationCursor {

  private static final int FETCH = 2000;
  private static final int BATCH = 500;

  private final Connection connection;
  private final CrlScope scope;

  /** Within the transaction of {@code db}. */
  RevocationCursor(EntityManager db, CrlScope scope) {
    this.connection = db.unwrap(Connection.class);
    this.scope = scope;
  }

  void forEachEntry(Instant expiredBefore, Consumer<RevokedEntry> consumer) {
    Queue<RevokedEntry> late = new ArrayDeque<>();
    // what expired before it was on any list; in a sane world next to nothing
    select("not_after < ? AND " + first() + " IS NULL", "due", expiredBefore, late::add);
    select(
        "not_after >= ?",
        "list",
        expiredBefore,
        entry -> {
          takeUntil(late, entry, consumer);
          consumer.accept(entry);
        });
    late.forEach(consumer);
  }

  private static void takeUntil(
      Queue<RevokedEntry> late, RevokedEntry entry, Consumer<RevokedEntry> consumer) {
    for (RevokedEntry next = late.peek();
        next != null && Columns.compare(next.serial(), entry.serial()) < 0;
        next = late.peek()) {
      consumer.accept(late.remove());
    }
  }

  /**
   * Sorted by serial numbers.
   *
   * @param index the one that knows all columns in this order, or that knows what is due: rows
   *     would be fetched at random, a page of the disk each
   */
  private void select(
      String condition, String index, Instant expiredBefore, Consumer<RevokedEntry> consumer) {
    String query =
        "SELECT serial, TIMESTAMPDIFF(SECOND, '1970-01-01', revoked_at), reason"
            + " FROM revocation FORCE INDEX (revocation_"
            + (scope.isFull() ? "full_" : "shard_")
            + index
            + ") WHERE issuer = ?"
            + (scope.isFull() ? "" : " AND crl_shard = ?")
            + " AND "
            + condition
            + " ORDER BY serial";
    try (PreparedStatement statement = statement(query)) {
      statement.setObject(scope.isFull() ? 2 : 3, Columns.utc(expiredBefore));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          consumer.accept(
              new RevokedEntry(
                  Columns.serial(rows.getBytes(1)),
                  Instant.ofEpochSecond(rows.getLong(2)),
                  JpaRevocationStore.reason(rows.getInt(3))));
        }
      }
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  void forEachFresh(LongConsumer consumer) {
    String query =
        "SELECT id FROM revocation WHERE issuer = ?"
            + (scope.isFull() ? "" : " AND crl_shard = ?")
            + " AND "
            + first()
            + " IS NULL";
    try (PreparedStatement statement = statement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        consumer.accept(rows.getLong(1));
      }
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /** By identifiers: a range would also lock the place of the next revocation. */
  void mark(long number, FreshEntries entries) {
    entries.forEachBatch(BATCH, ids -> mark(number, ids));
  }

  private void mark(long number, List<Long> ids) {
    String update =
        "UPDATE revocation SET "
            + first()
            + " = ? WHERE "
            + first()
            + " IS NULL AND id IN ("
            + String.join(",", Collections.nCopies(ids.size(), "?"))
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setLong(1, number);
      for (int i = 0; i < ids.size(); i++) {
        statement.setLong(2 + i, ids.get(i));
      }
      int unusedChanged = statement.executeUpdate();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /** The column that says which list of this kind was the first to carry an entry. */
  private String first() {
    return scope.isFull() ? "first_crl" : "first_shard_crl";
  }

  private PreparedStatement statement(String query) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(query, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    statement.setFetchSize(FETCH);
    statement.setString(1, scope.issuer());
    if (!scope.isFull()) {
      statement.setInt(2, scope.shard());
    }
    return statement;
  }
}
