package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.vouchseal.issuing.crl.FreshEntries;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.persistence.SqlStatements;

/** Revocations of one list, as the database sends them: never all in memory. */
final class RevocationCursor {

  private static final int FETCH = 2000;
  private static final int BATCH = 500;

  private final SqlStatements statements;
  private final CrlScope scope;

  RevocationCursor(SqlStatements statements, CrlScope scope) {
    this.statements = statements;
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
    statements.forEach(
        FETCH,
        "SELECT serial, TIMESTAMPDIFF(SECOND, '1970-01-01', revoked_at), reason"
            + " FROM revocation FORCE INDEX (revocation_"
            + (scope.isFull() ? "full_" : "shard_")
            + index
            + ") WHERE "
            + inScope()
            + " AND "
            + condition
            + " ORDER BY serial",
        RevocationCursor::entry,
        consumer,
        values(expiredBefore));
  }

  private static RevokedEntry entry(ResultSet row) throws SQLException {
    return new RevokedEntry(
        Columns.serial(row.getBytes(1)),
        Instant.ofEpochSecond(row.getLong(2)),
        Columns.reason(row.getInt(3)));
  }

  void forEachFresh(LongConsumer consumer) {
    statements.forEach(
        FETCH,
        "SELECT id FROM revocation WHERE " + inScope() + " AND " + first() + " IS NULL",
        row -> row.getLong(1),
        consumer::accept,
        values());
  }

  /** By identifiers: a range would also lock the place of the next revocation. */
  void mark(long number, FreshEntries entries) {
    entries.forEachBatch(BATCH, ids -> mark(number, ids));
  }

  private void mark(long number, List<Long> ids) {
    List<Object> values = new ArrayList<>();
    values.add(number);
    values.addAll(ids);
    int unusedChanged =
        statements.update(
            "UPDATE revocation SET "
                + first()
                + " = ? WHERE "
                + first()
                + " IS NULL AND id IN ("
                + String.join(",", Collections.nCopies(ids.size(), "?"))
                + ")",
            values.toArray());
  }

  /** The column that says which list of this kind was the first to carry an entry. */
  private String first() {
    return scope.isFull() ? "first_crl" : "first_shard_crl";
  }

  private String inScope() {
    return scope.isFull() ? "issuer = ?" : "issuer = ? AND crl_shard = ?";
  }

  /** Those of {@link #inScope}, and what follows them. */
  private Object[] values(Object... more) {
    List<Object> values = new ArrayList<>();
    values.add(scope.issuer());
    if (!scope.isFull()) {
      values.add(scope.shard());
    }
    Collections.addAll(values, more);
    return values.toArray();
  }
}
