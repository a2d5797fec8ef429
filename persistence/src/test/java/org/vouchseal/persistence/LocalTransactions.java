package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of a room that has entities, for tests, which have no transaction manager: a
 * resource-local entity manager per transaction, bound to the thread.
 */
public final class LocalTransactions extends RetryingTransactions implements Entities {

  private static final Logger LOG = LoggerFactory.getLogger(LocalTransactions.class);

  private final EntityManagerFactory factory;
  private final ThreadLocal<EntityManager> bound = new ThreadLocal<>();

  public LocalTransactions(EntityManagerFactory factory) {
    this.factory = factory;
  }

  @Override
  public EntityManager current() {
    EntityManager entityManager = bound.get();
    if (entityManager == null) {
      throw new IllegalStateException("a store was used outside a transaction");
    }
    return entityManager;
  }

  @Override
  <T> T attempt(Supplier<T> work) {
    return OneTransaction.of(() -> onEntityManager(work));
  }

  private <T> T onEntityManager(Supplier<T> work) {
    EntityManager entityManager = factory.createEntityManager();
    bound.set(entityManager);
    EntityTransaction transaction = entityManager.getTransaction();
    boolean done = false;
    try {
      transaction.begin();
      T result = work.get();
      transaction.commit();
      done = true;
      return result;
    } finally {
      bound.remove();
      close(entityManager, done);
    }
  }

  /** An error of the work must not leave the transaction open: its locks would stay. */
  private static void close(EntityManager entityManager, boolean done) {
    try {
      if (!done && entityManager.getTransaction().isActive()) {
        entityManager.getTransaction().rollback();
      }
      entityManager.close();
    } catch (RuntimeException second) {
      // EclipseLink's own, too; thrown on, it would hide why the work failed; the connection is
      // broken in this case
      LOG.warn("a transaction could not be ended in order: {}", second.getMessage());
    }
  }
}
