package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.runtime.DuplicateKey;

class ServerTransactionTest {

  private final List<String> calls = new ArrayList<>();
  private final JtaTransactions transactions =
      new JtaTransactions(new RecordedTransaction(), entityManager());
  private int flushesToFail;
  private int errorNumber;

  @Test
  void returningWork_isFlushedBeforeCommit() {
    transactions.run(() -> calls.add("work"));
    assertThat(calls).containsExactly("begin", "work", "flush", "commit");
  }

  @Test
  void throwingWork_isRolledBack() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      throw new IllegalArgumentException("refused");
                    }))
        .hasMessage("refused");
    assertThat(calls).containsExactly("begin", "rollback");
  }

  @Test
  void workEndingWithAnError_isRolledBack() {
    assertThatThrownBy(
            () ->
                transactions.run(
                    () -> {
                      throw new AssertionError("not an exception");
                    }))
        .isInstanceOf(AssertionError.class);
    assertThat(calls).containsExactly("begin", "rollback");
  }

  @Test
  void deadlockAtFlush_isRepeated() {
    flushesToFail = 1;
    errorNumber = 1213;
    transactions.run(() -> calls.add("work"));
    assertThat(calls)
        .containsExactly("begin", "work", "flush", "rollback", "begin", "work", "flush", "commit");
  }

  @Test
  void takenKeyAtFlush_isDuplicateKeyAndNotRepeated() {
    flushesToFail = 1;
    errorNumber = 1062;
    assertThatThrownBy(() -> transactions.run(() -> calls.add("work")))
        .isInstanceOf(DuplicateKey.class);
    assertThat(calls).containsExactly("begin", "work", "flush", "rollback");
  }

  @Test
  void transactionInsideAnother_isRefusedAndTheOuterIsUndone() {
    assertThatThrownBy(() -> transactions.run(() -> transactions.run(() -> calls.add("inner"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(calls).containsExactly("begin", "rollback");
  }

  @Test
  void entityManagerOutsideATransaction_isRefused() {
    assertThatThrownBy(transactions::current).isInstanceOf(IllegalStateException.class);
  }

  private EntityManager entityManager() {
    return (EntityManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              if (flushesToFail-- > 0) {
                throw new PersistenceException(new SQLException("failed", "40001", errorNumber));
              }
              return null;
            });
  }

  private final class RecordedTransaction implements UserTransaction {
    private int status = Status.STATUS_NO_TRANSACTION;

    @Override
    public void begin() {
      calls.add("begin");
      status = Status.STATUS_ACTIVE;
    }

    @Override
    public void commit() {
      calls.add("commit");
      status = Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void rollback() {
      calls.add("rollback");
      status = Status.STATUS_NO_TRANSACTION;
    }

    @Override
    public void setRollbackOnly() {
      status = Status.STATUS_MARKED_ROLLBACK;
    }

    @Override
    public int getStatus() {
      return status;
    }

    @Override
    public void setTransactionTimeout(int seconds) {}
  }
}
