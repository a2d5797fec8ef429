package org.vouchseal.persistence;

import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.List;
import org.vouchseal.testdatabase.TestDatabase;

/** The schema {@code status}, which these tests use, with the two tables that every room has. */
final class StatusSchema {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  private static final EntityManagerFactory FACTORY =
      LocalPersistence.open("common", TestDatabase.shared().appUser("status"));

  private StatusSchema() {}

  static LocalTransactions emptied() {
    TestDatabase.shared().clean("status");
    return transactions();
  }

  /** Those of a room that has entities. */
  static LocalTransactions transactions() {
    return new LocalTransactions(FACTORY);
  }

  /** Those of a room that has none. */
  static SqlTransactions sqlTransactions() {
    return new SqlTransactions(TestDatabase.shared().appUser("status"));
  }

  static void insertLease(RunningConnection running, String name) {
    int inserted =
        new SqlStatements(running)
            .update(
                "INSERT INTO lease (name, holder, fence, held_until)"
                    + " VALUES (?, 'test', 1, '2026-01-01')",
                name);
    if (inserted != 1) {
      throw new IllegalStateException("inserted " + inserted + " rows");
    }
  }

  static void raiseFence(RunningConnection running, String name) {
    int updated =
        new SqlStatements(running)
            .update("UPDATE lease SET fence = fence + 1 WHERE name = ?", name);
    if (updated != 1) {
      throw new IllegalStateException("updated " + updated + " rows");
    }
  }

  static List<?> rows(LocalTransactions transactions, String sql) {
    return transactions.run(
        () -> (List<?>) transactions.current().createNativeQuery(sql).getResultList());
  }
}
