package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.time.LocalDateTime;
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

  static LocalTransactions transactions() {
    return new LocalTransactions(FACTORY);
  }

  static void insertLease(EntityManager db, String name) {
    int inserted =
        db.createNativeQuery(
                "INSERT INTO lease (name, holder, fence, held_until) VALUES (?1, 'test', 1, ?2)")
            .setParameter(1, name)
            .setParameter(2, LocalDateTime.of(2026, 1, 1, 0, 0))
            .executeUpdate();
    if (inserted != 1) {
      throw new IllegalStateException("inserted " + inserted + " rows");
    }
  }

  static void raiseFence(EntityManager db, String name) {
    int updated =
        db.createNativeQuery("UPDATE lease SET fence = fence + 1 WHERE name = ?1")
            .setParameter(1, name)
            .executeUpdate();
    if (updated != 1) {
      throw new IllegalStateException("updated " + updated + " rows");
    }
  }

  static List<?> rows(LocalTransactions transactions, String sql) {
    return transactions.run(
        () -> (List<?>) transactions.current().createNativeQuery(sql).getResultList());
  }
}
