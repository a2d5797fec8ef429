package org.vouchseal.model.runtime;

import java.util.function.Supplier;

/**
 * Runs a piece of work as one database transaction of one room.
 *
 * <p>Guarantees: when {@link #run} returns, the work is committed and durable; when it throws,
 * nothing of it is. A deadlock or a lock wait time-out is tried again a few times, so the work may
 * run more than once and must have no effect outside the database. It does <em>not</em> join a
 * transaction of the caller: calling it inside one is an {@link IllegalStateException}, since a
 * transaction never spans rooms.
 */
public interface Transactions {

  /**
   * Runs {@code work} in a new transaction and returns what it returned.
   *
   * @throws DuplicateKey when a unique key refused a row; the transaction was rolled back
   * @throws StoreUnavailable when the database could not be reached or did not commit in time; the
   *     outcome may be unknown, the caller looks it up before it repeats
   */
  <T> T run(Supplier<T> work);

  /** As {@link #run(Supplier)}, for work that returns nothing. */
  default void run(Runnable work) {
    Object unused =
        run(
            () -> {
              work.run();
              return Boolean.TRUE;
            });
  }
}
