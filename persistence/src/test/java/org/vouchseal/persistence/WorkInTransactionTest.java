package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.persistence.StatusSchema.insertLease;
import static org.vouchseal.persistence.StatusSchema.raiseFence;
import static org.vouchseal.persistence.StatusSchema.rows;

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

@Tag("db")
class WorkInTransactionTest {

  private LocalTransactions transactions;

  @BeforeEach
  void emptySchema() {
    transactions = StatusSchema.emptied();
  }

  @Test
  void returningWork_isCommitted() {
    String answer =
        transactions.run(
            () -> {
              insertLease(transactions.current(), "a");
              return "done";
            });
    assertThat(answer).isEqualTo("done");
    assertThat(names()).isEqualTo(List.of("a"));
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
    transactions.run(() -> insertLease(transactions.current(), "a"));
    assertThat(names()).isEqualTo(List.of("a"));
  }

  @Test
  void rowOfTakenKey_isDuplicateKeyAndNothingOfTheWorkStays() {
    transactions.run(() -> insertLease(transactions.current(), "taken"));
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLease(transactions.current(), "first");
                      insertLease(transactions.current(), "taken");
                    }))
        .isInstanceOf(DuplicateKey.class);
    assertThat(names()).isEqualTo(List.of("taken"));
  }

  @Test
  void entityOfTakenKey_isDuplicateKeyAtCommit() {
    transactions.run(() -> transactions.current().persist(eventNumbered(1)));
    assertThatThrownBy(
            () -> transactions.run(() -> transactions.current().persist(eventNumbered(1))))
        .isInstanceOf(DuplicateKey.class);
  }

  @Test
  void transactionInsideAnother_isRefusedAndBothAreUndone() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLease(transactions.current(), "outer");
                      transactions.run(() -> insertLease(transactions.current(), "inner"));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("running already");
    assertThat(names()).isEmpty();
  }

  @Test
  void transactionOfAnotherRoomInside_isRefusedAndBothAreUndone() {
    LocalTransactions otherRoom = StatusSchema.transactions();
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      insertLease(transactions.current(), "outer");
                      otherRoom.run(() -> insertLease(otherRoom.current(), "inner"));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one never spans rooms");
    assertThat(names()).isEmpty();
  }

  @Test
  void storeOutsideATransaction_isRefused() {
    assertThatThrownBy(() -> transactions.current())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside a transaction");
  }

  @Test
  void deadlock_isRepeatedUntilBothAreCommitted() throws Exception {
    transactions.run(
        () -> {
          insertLease(transactions.current(), "a");
          insertLease(transactions.current(), "b");
        });
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    AtomicInteger attempts = new AtomicInteger();
    CompletableFuture<Void> one = crossing("a", "b", bothHoldOne, attempts);
    CompletableFuture<Void> other = crossing("b", "a", bothHoldOne, attempts);
    CompletableFuture.allOf(one, other).get(60, TimeUnit.SECONDS);
    assertThat(attempts.get()).as("attempts, one of which met a deadlock").isGreaterThan(2);
    assertThat(rows(transactions, "SELECT fence FROM lease ORDER BY name"))
        .isEqualTo(List.of(3L, 3L));
  }

  @Test
  void brokenConnection_isStoreUnavailableAndTheNextWorkIsDone() {
    assertThatThrownBy(() -> transactions.run(this::killOwnConnection))
        .isInstanceOf(StoreUnavailable.class);
    transactions.run(() -> insertLease(transactions.current(), "afterwards"));
    assertThat(names()).isEqualTo(List.of("afterwards"));
  }

  @Test
  void restartedServer_isFoundAgain() {
    transactions.run(() -> insertLease(transactions.current(), "before"));
    TestDatabase.shared().restart();
    transactions.run(() -> insertLease(transactions.current(), "later"));
    assertThat(names()).isEqualTo(List.of("before", "later"));
  }

  private void killOwnConnection() {
    Object connection =
        transactions.current().createNativeQuery("SELECT CONNECTION_ID()").getSingleResult();
    int unused =
        transactions.current().createNativeQuery("KILL CONNECTION " + connection).executeUpdate();
    insertLease(transactions.current(), "never");
  }

  private CompletableFuture<Void> crossing(
      String first, String second, CyclicBarrier bothHoldOne, AtomicInteger attempts) {
    AtomicInteger own = new AtomicInteger();
    return CompletableFuture.runAsync(
        () ->
            transactions.run(
                () -> {
                  attempts.incrementAndGet();
                  raiseFence(transactions.current(), first);
                  if (own.incrementAndGet() == 1) {
                    await(bothHoldOne);
                  }
                  raiseFence(transactions.current(), second);
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
    insertLease(transactions.current(), "a");
    WorkInTransactionTest.<RuntimeException>sneak(fault);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable fault) throws T {
    throw (T) fault;
  }

  private static AuditEventRow eventNumbered(long number) {
    AuditEventRow row = new AuditEventRow();
    row.eventId = "00000000-0000-4000-8000-00000000000" + number;
    row.node = "n1";
    row.boot = "00000000-0000-4000-8000-000000000000";
    row.nodeSequence = number;
    row.at = StatusSchema.NOON;
    row.type = "test.made";
    row.actor = "test";
    row.object = "test:1";
    row.detail = "{}";
    row.salt = new byte[16];
    return row;
  }

  private List<?> names() {
    return rows(transactions, "SELECT name FROM lease ORDER BY name");
  }
}
