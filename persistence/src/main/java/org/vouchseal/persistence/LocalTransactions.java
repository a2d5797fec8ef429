package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.util.function.Supplier;

/**
 * Transactions without an application server, for the light core and for tests: a resource-local
 * entity manager per transaction, bound to the thread.
 */
public final class LocalTransactions extends RetryingTransactions implements Entities {

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
    if (bound.get() != null) {
      throw new IllegalStateException("a transaction is running already; one never spans rooms");
    }
    EntityManager entityManager = factory.createEntityManager();
    bound.set(entityManager);
    EntityTransaction transaction = entityManager.getTransaction();
    try {
      transaction.begin();
      T result = work.get();
      transaction.commit();
      return result;
    } catch (RuntimeException fault) {
      if (transaction.isActive()) {
        transaction.rollback();
      }
      throw fault;
    } finally {
      bound.remove();
      entityManager.close();
    }
  }
}
