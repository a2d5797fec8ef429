package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.persistence.StatusSchema.insertLease;
import static org.vouchseal.persistence.StatusSchema.rows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.DuplicateKey;

@Tag("db")
class PlainSqlInTransactionTest {

  private static final String INSERT =
      "INSERT INTO lease (name, holder, fence, held_until) VALUES (?, ?, ?, ?)";

  private LocalTransactions transactions;
  private SqlStatements statements;

  @BeforeEach
  void emptySchema() {
    transactions = StatusSchema.emptied();
    statements = new SqlStatements(transactions);
  }

  @Test
  void rowOfPlainSql_isSeenByJpaInTheSameTransactionAndAfterwards() {
    List<?> within =
        transactions.run(
            () -> {
              insert("a");
              return transactions
                  .current()
                  .createNativeQuery("SELECT name FROM lease")
                  .getResultList();
            });
    assertThat(within).isEqualTo(List.of("a"));
    assertThat(rows(transactions, "SELECT name FROM lease")).isEqualTo(List.of("a"));
  }

  @Test
  void rowOfJpa_isSeenByPlainSqlInTheSameTransaction() {
    Optional<String> found =
        transactions.run(
            () -> {
              insertLease(transactions, "a");
              return statements.first(
                  "SELECT name FROM lease WHERE name = ?", row -> row.getString(1), "a");
            });
    assertThat(found).contains("a");
  }

  @Test
  void rowsThatComeAFewAtATime_comeInOrderAndAll() {
    List<String> found = new ArrayList<>();
    transactions.run(
        () -> {
          List.of("e", "b", "d", "a", "c", "not-this-one").forEach(this::insert);
          statements.forEach(
              2,
              "SELECT name FROM lease WHERE name <> ? ORDER BY name",
              row -> row.getString(1),
              found::add,
              "not-this-one");
        });
    assertThat(found).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void takenKey_isDuplicateKeyAndNothingStays() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insert("a");
                      insert("a");
                    }))
        .isInstanceOf(DuplicateKey.class);
    assertThat(rows(transactions, "SELECT name FROM lease")).isEmpty();
  }

  @Test
  void rowThatIsTaken_isNotAddedAndTheTransactionGoesOn() {
    transactions.run(
        () -> {
          assertThat(statements.insertUnlessTaken(INSERT, "a", "test", 1L, StatusSchema.NOON))
              .isTrue();
          assertThat(statements.insertUnlessTaken(INSERT, "a", "other", 2L, StatusSchema.NOON))
              .isFalse();
          insert("b");
        });
    assertThat(rows(transactions, "SELECT CONCAT(name, ' ', holder) FROM lease ORDER BY name"))
        .isEqualTo(List.of("a test", "b test"));
  }

  @Test
  void rowThatTheTableRefuses_isAFaultThoughItsKeyIsFree() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () ->
                        statements.insertUnlessTaken(
                            INSERT, "a".repeat(1000), "test", 1L, StatusSchema.NOON)))
        .isInstanceOf(DatabaseFault.class);
    assertThat(rows(transactions, "SELECT name FROM lease")).isEmpty();
  }

  @Test
  void throwingWork_undoesPlainSql() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insert("a");
                      throw new IllegalArgumentException("refused by the work");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(rows(transactions, "SELECT name FROM lease")).isEmpty();
  }

  @Test
  void instant_isKeptInUtcToTheMicrosecond() {
    Instant at = Instant.parse("2026-03-29T01:30:00.123456789Z");
    transactions.run(() -> assertThat(statements.update(INSERT, "a", "test", 1L, at)).isEqualTo(1));
    assertThat(
            transactions.run(
                () ->
                    statements.all(
                        "SELECT held_until FROM lease", row -> SqlStatements.instant(row, 1))))
        .containsExactly(Instant.parse("2026-03-29T01:30:00.123456Z"));
  }

  @Test
  void plainSqlOutsideATransaction_isRefused() {
    assertThatThrownBy(() -> statements.any("SELECT 1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  private void insert(String name) {
    assertThat(statements.update(INSERT, name, "test", 1L, StatusSchema.NOON)).isEqualTo(1);
  }
}
