package org.vouchseal.persistence;

import java.util.function.Supplier;

/** Holds that a thread has one transaction at most, of whichever room and kind (DB-4). */
final class OneTransaction {

  private static final ThreadLocal<Boolean> RUNNING = ThreadLocal.withInitial(() -> false);

  private OneTransaction() {}

  /** Does the transaction, from its beginning to its end, or refuses it within another. */
  static <T> T of(Supplier<T> transaction) {
    if (RUNNING.get()) {
      throw new IllegalStateException("a transaction is running already; one never spans rooms");
    }
    RUNNING.set(true);
    try {
      return transaction.get();
    } finally {
      RUNNING.remove();
    }
  }
}
