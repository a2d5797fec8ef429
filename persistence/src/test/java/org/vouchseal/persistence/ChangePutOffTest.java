package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.testdatabase.TestDatabase;

/** Over one connection for all transactions: what one of them left open, the next would see. */
@Tag("db")
class ChangePutOffTest {

  private static final String INSERT =
      "INSERT INTO lease (name, holder, fence, held_until) VALUES (?, ?, ?, ?)";
  private static final String RENAME = "UPDATE lease SET holder = ? WHERE name = ?";

  private Connection only;
  private PoolOfOne pool;
  private SqlTransactions transactions;
  private SqlStatements statements;

  @BeforeEach
  void emptySchema() throws SQLException {
    var unusedEmptied = StatusSchema.emptied();
    only = TestDatabase.shared().appUser("status").getConnection();
    pool = new PoolOfOne(only);
    transactions = new SqlTransactions(pool.source());
    statements = new SqlStatements(transactions);
  }

  @AfterEach
  void close() throws SQLException {
    only.close();
  }

  @Test
  void changes_areSentTogetherWithTheCommit() {
    transactions.run(
        () -> {
          insertLater("a");
          insertLater("b");
          statements.updateOneLater(RENAME, "other", "a");
          assertThat(pool.prepared()).isZero();
        });
    assertThat(pool.prepared()).isEqualTo(1);
    assertThat(leases()).containsExactly("a other", "b test");
  }

  @Test
  void read_seesWhatWasPutOffBefore() {
    transactions.run(
        () -> {
          insertLater("a");
          assertThat(statements.any("SELECT 1 FROM lease WHERE name = ?", "a")).isTrue();
          insertLater("b");
        });
    assertThat(leases()).containsExactly("a test", "b test");
  }

  @Test
  void changeThatIsSentAtOnce_goesAfterWhatWasPutOff() {
    transactions.run(
        () -> {
          insertLater("a");
          assertThat(statements.update(RENAME, "other", "a")).isEqualTo(1);
        });
    assertThat(leases()).containsExactly("a other");
  }

  @Test
  void takenKey_isDuplicateKeyAtTheCommitAndNothingStaysOrIsLeftOpen() {
    transactions.run(() -> insertLater("taken"));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLater("a");
                      insertLater("taken");
                      insertLater("b");
                    }))
        .isInstanceOf(DuplicateKey.class);
    assertThat(leases()).containsExactly("taken test");
  }

  @Test
  void rowThatIsNotThere_isAFaultAtTheCommitAndNothingStays() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLater("a");
                      statements.updateOneLater(RENAME, "other", "absent");
                    }))
        .isInstanceOf(DatabaseFault.class)
        .hasStackTraceContaining("was not there to be changed");
    assertThat(leases()).isEmpty();
  }

  @Test
  void faultThatTheWorkSwallows_isThrownAtTheCommitAndNothingStays() {
    transactions.run(() -> insertLater("taken"));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLater("a");
                      insertLater("taken");
                      assertThatThrownBy(() -> statements.any("SELECT 1"))
                          .isInstanceOf(DatabaseFault.class);
                      insertLater("b");
                    }))
        .isInstanceOf(DuplicateKey.class);
    assertThat(leases()).containsExactly("taken test");
  }

  @Test
  void rowThatIsNotThere_isNoFaultWhereAnyNumberMayChange() {
    transactions.run(() -> statements.updateLater(RENAME, "other", "absent"));
    assertThat(leases()).isEmpty();
  }

  @Test
  void throwingWork_sendsNothing() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLater("a");
                      throw new IllegalArgumentException("refused by the work");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pool.prepared()).isZero();
    assertThat(leases()).isEmpty();
  }

  @Test
  void values_areDataWhateverTheyHold() {
    String name = "x'; COMMIT; END -- \\ \" ?";
    transactions.run(
        () -> {
          statements.updateLater(INSERT, name, "a;b", Long.MAX_VALUE, StatusSchema.NOON);
          statements.updateOneLater(RENAME, "END;", name);
        });
    assertThat(leases()).containsExactly(name + " END;");
  }

  @Test
  void roomWithEntities_sendsAtOnce() {
    LocalTransactions entities = StatusSchema.emptied();
    SqlStatements ofEntities = new SqlStatements(entities);
    entities.run(
        () -> {
          ofEntities.updateLater(INSERT, "a", "test", 1L, StatusSchema.NOON);
          assertThat(
                  entities
                      .current()
                      .createNativeQuery("SELECT name FROM lease")
                      .getResultList()
                      .size())
              .isEqualTo(1);
        });
    assertThat(leases()).containsExactly("a test");
  }

  @Test
  void changeOutsideATransaction_isRefused() {
    assertThatThrownBy(() -> insertLater("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  private void insertLater(String name) {
    statements.updateLater(INSERT, name, "test", 1L, Instant.parse("2026-01-01T12:00:00Z"));
  }

  private List<String> leases() {
    return transactions.run(
        () ->
            statements.all(
                "SELECT CONCAT(name, ' ', holder) FROM lease ORDER BY name",
                row -> row.getString(1)));
  }
}
