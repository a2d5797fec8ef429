package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.util.function.Supplier;

/**
 * Transactions of the application server, for a container-managed entity manager of one room.
 *
 * <p>{@link #current} refuses to work outside a transaction, where a container-managed entity
 * manager would silently read without one.
 */
public final class JtaTransactions extends RetryingTransactions implements Entities {

  private final UserTransaction transaction;
  private final EntityManager entityManager;

  /**
   * Binds a room to the server's transactions.
   *
   * @param entityManager the injected, transaction-scoped proxy of the room's persistence unit
   */
  public JtaTransactions(UserTransaction transaction, EntityManager entityManager) {
    this.transaction = transaction;
    this.entityManager = entityManager;
  }

  @Override
  public EntityManager current() {
    if (status() == Status.STATUS_NO_TRANSACTION) {
      throw new IllegalStateException("a store was used outside a transaction");
    }
    return entityManager;
  }

  @Override
  <T> T attempt(Supplier<T> work) {
    if (status() != Status.STATUS_NO_TRANSACTION) {
      throw new IllegalStateException("a transaction is running already; one never spans rooms");
    }
    try {
      transaction.begin();
      T result = work.get();
      entityManager.flush();
      transaction.commit();
      return result;
    } catch (Exception fault) {
      rollback(fault);
      throw Faults.unchecked(fault);
    } catch (Error fault) {
      // the thread goes back to the server's pool and must not carry an open transaction
      rollback(fault);
      throw fault;
    }
  }

  private void rollback(Throwable fault) {
    try {
      if (status() != Status.STATUS_NO_TRANSACTION) {
        transaction.rollback();
      }
    } catch (SystemException | RuntimeException second) {
      fault.addSuppressed(second);
    }
  }

  private int status() {
    try {
      return transaction.getStatus();
    } catch (SystemException e) {
      throw new IllegalStateException("the transaction manager does not answer", e);
    }
  }
}
