package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.persistence.StatusSchema.insertLease;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.testdatabase.TestDatabase;

@Tag("db")
class WorkInSqlTransactionTest extends WorkInTransactionContract<SqlTransactions> {

  private static final IllegalArgumentException REFUSED =
      new IllegalArgumentException("refused by the work");

  private final FailingSource source = new FailingSource(TestDatabase.shared().appUser("status"));
  private final SqlTransactions failing = new SqlTransactions(source.dataSource());

  @Override
  SqlTransactions room() {
    return StatusSchema.sqlTransactions();
  }

  @Test
  void workDone_givesTheConnectionBackAsItWas() {
    failing.run(() -> insertLease(failing, "a"));
    assertThat(source.calls())
        .containsExactly(
            "getConnection", "setAutoCommit false", "commit", "setAutoCommit true", "close");
  }

  @Test
  void workThatThrew_givesTheConnectionBackAsItWas() {
    assertThatThrownBy(() -> failing.run(this::insertAndRefuse)).isSameAs(REFUSED);
    assertThat(source.calls())
        .containsExactly(
            "getConnection", "setAutoCommit false", "rollback", "setAutoCommit true", "close");
  }

  @Test
  void commitThatMeetsADeadlock_isRepeated() {
    source.failOnce("commit", new SQLException("deadlock", "40001", 1213));
    AtomicInteger attempts = new AtomicInteger();
    failing.run(
        () -> {
          attempts.incrementAndGet();
          insertLease(failing, "a");
        });
    assertThat(attempts).hasValue(2);
    assertThat(names()).containsExactly("a");
  }

  @Test
  void commitThatLosesTheConnection_isStoreUnavailable() {
    source.failOnce("commit", new SQLException("socket closed", "08000", 0));
    assertThatThrownBy(() -> failing.run(() -> insertLease(failing, "a")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void noConnection_isStoreUnavailableAndTheNextWorkIsDone() {
    source.failOnce("getConnection", new SQLException("refused", "08000", 0));
    assertThatThrownBy(() -> failing.run(() -> insertLease(failing, "a")))
        .isInstanceOf(StoreUnavailable.class);
    failing.run(() -> insertLease(failing, "b"));
    assertThat(names()).containsExactly("b");
  }

  @Test
  void connectionThatTakesNoTransaction_isGivenBack() {
    source.failOnce("setAutoCommit", new SQLException("socket closed", "08000", 0));
    assertThatThrownBy(() -> failing.run(() -> insertLease(failing, "a")))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(source.calls()).endsWith("close");
  }

  /** Whatever is open when autocommit is switched on is committed. */
  @Test
  void rollbackThatFails_hidesNothingAndCommitsNothing() {
    source.failOnce("rollback", new SQLException("socket closed", "08000", 0));
    assertThatThrownBy(() -> failing.run(this::insertAndRefuse)).isSameAs(REFUSED);
    assertThat(source.calls())
        .containsExactly("getConnection", "setAutoCommit false", "rollback", "abort", "close");
    assertThat(names()).isEmpty();
  }

  @Test
  void connectionThatCannotBeGivenBack_changesNoAnswer() {
    source.failOnce("close", new SQLException("socket closed", "08000", 0));
    String answer =
        failing.run(
            () -> {
              insertLease(failing, "a");
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void connectionThatCannotBeGivenBack_hidesNoFault() {
    source.failOnce("close", new SQLException("socket closed", "08000", 0));
    assertThatThrownBy(() -> failing.run(this::insertAndRefuse)).isSameAs(REFUSED);
  }

  private void insertAndRefuse() {
    insertLease(failing, "a");
    throw REFUSED;
  }
}
