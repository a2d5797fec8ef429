package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.persistence.StatusSchema.insertLease;
import static org.vouchseal.persistence.StatusSchema.raiseFence;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.testdatabase.TestDatabase;

/** What a room may rely on, whichever kind its transactions are. */
@Tag("db")
abstract class WorkInTransactionContract<T extends RetryingTransactions & RunningConnection> {

  T transactions;

  /** Those of one more room. */
  abstract T room();

  @BeforeEach
  void emptySchema() {
    TestDatabase.shared().clean("status");
    transactions = room();
  }

  @Test
  void returningWork_isCommitted() {
    String answer =
        transactions.run(
            () -> {
              insertLease(transactions, "a");
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThat(names()).containsExactly("a");
  }

  @Test
  void throwingWork_isUndoneAndItsExceptionArrives() {
    IllegalArgumentException fault = new IllegalArgumentException("refused by the work");
    assertThatThrownBy(() -> transactions.run(() -> insertAndThrow(fault))).isSameAs(fault);
    assertThat(names()).isEmpty();
  }

  @Test
  void workEndingWithAnError_isUndoneAndHoldsNoLock() {
    AssertionError fault = new AssertionError("not an exception");
    assertThatThrownBy(() -> transactions.run(() -> insertAndThrow(fault))).isSameAs(fault);
    transactions.run(() -> insertLease(transactions, "a"));
    assertThat(names()).containsExactly("a");
  }

  @Test
  void rowOfTakenKey_isDuplicateKeyAndNothingOfTheWorkStays() {
    transactions.run(() -> insertLease(transactions, "taken"));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLease(transactions, "first");
                      insertLease(transactions, "taken");
                    }))
        .isInstanceOf(DuplicateKey.class);
    assertThat(names()).containsExactly("taken");
  }

  @Test
  void transactionInsideAnother_isRefusedAndBothAreUndone() {
    mustRefuseInside(transactions, transactions);
  }

  @Test
  void transactionOfAnotherRoomInside_isRefusedAndBothAreUndone() {
    mustRefuseInside(transactions, StatusSchema.transactions());
    mustRefuseInside(transactions, StatusSchema.sqlTransactions());
  }

  private <I extends RetryingTransactions & RunningConnection> void mustRefuseInside(
      T outer, I inner) {
    assertThatThrownBy(
            () ->
                outer.run(
                    () -> {
                      insertLease(outer, "outer");
                      inner.run(() -> insertLease(inner, "inner"));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("running already")
        .hasMessageContaining("one never spans rooms");
    assertThat(names()).isEmpty();
  }

  @Test
  void storeOutsideATransaction_isRefused() {
    assertThatThrownBy(() -> transactions.connection())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  @Test
  void storeAfterATransaction_isRefused() {
    transactions.run(() -> insertLease(transactions, "a"));
    assertThatThrownBy(() -> transactions.connection())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  @Test
  void deadlock_isRepeatedUntilBothAreCommitted() throws Exception {
    transactions.run(
        () -> {
          insertLease(transactions, "a");
          insertLease(transactions, "b");
        });
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger attempts = new AtomicInteger();
    CompletableFuture<Void> one = crossing("a", "b", bothHoldOne, attempts);
    CompletableFuture<Void> other = crossing("b", "a", bothHoldOne, attempts);
    CompletableFuture.allOf(one, other).get(60, TimeUnit.SECONDS);
    assertThat(attempts.get()).as("attempts, one of which met a deadlock").isGreaterThan(2);
    assertThat(asked("SELECT fence FROM lease ORDER BY name")).containsExactly("3", "3");
  }

  @Test
  void brokenConnection_isStoreUnavailableAndTheNextWorkIsDone() {
    assertThatThrownBy(() -> transactions.run(this::killOwnConnection))
        .isInstanceOf(StoreUnavailable.class);
    transactions.run(() -> insertLease(transactions, "afterwards"));
    assertThat(names()).containsExactly("afterwards");
  }

  @Test
  void restartedServer_isFoundAgain() {
    transactions.run(() -> insertLease(transactions, "before"));
    TestDatabase.shared().restart();
    transactions.run(() -> insertLease(transactions, "later"));
    assertThat(names()).containsExactly("before", "later");
  }

  private void killOwnConnection() {
    SqlStatements statements = new SqlStatements(transactions);
    long connection =
        statements.first("SELECT CONNECTION_ID()", row -> row.getLong(1)).orElseThrow();
    int unused = statements.update("KILL CONNECTION " + connection);
    insertLease(transactions, "never");
  }

  private CompletableFuture<Void> crossing(
      String first, String second, CyclicBarrier bothHoldOne, AtomicInteger attempts) {
    AtomicInteger own = new AtomicInteger();
    return CompletableFuture.runAsync(
        () ->
            transactions.run(
                () -> {
                  attempts.incrementAndGet();
                  raiseFence(transactions, first);
                  if (own.incrementAndGet() == 1) {
                    await(bothHoldOne);
                  }
                  raiseFence(transactions, second);
                }));
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the other transaction did not come", e);
    }
  }

  private void insertAndThrow(Throwable fault) {
    insertLease(transactions, "a");
    WorkInTransactionContract.<RuntimeException>sneak(fault);
  }

  @SuppressWarnings("unchecked")
  static <F extends Throwable> void sneak(Throwable fault) throws F {
    throw (F) fault;
  }

  /** As everybody else sees them. */
  static List<String> names() {
    return asked("SELECT name FROM lease ORDER BY name");
  }

  private static List<String> asked(String sql) {
    SqlTransactions others = StatusSchema.sqlTransactions();
    return others.run(() -> new SqlStatements(others).all(sql, row -> row.getString(1)));
  }
}
