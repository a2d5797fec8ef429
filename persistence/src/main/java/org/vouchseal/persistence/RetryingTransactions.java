package org.vouchseal.persistence;

import java.util.function.Supplier;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;

/** The rule of repetition, common to all kinds of transaction. */
abstract class RetryingTransactions implements Transactions {

  private static final int ATTEMPTS = 4;
  private static final long FIRST_PAUSE_MILLIS = 5;

  /** One transaction, begun, worked, committed or undone. */
  abstract <T> T attempt(Supplier<T> work);

  @Override
  public final <T> T run(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(work);
      } catch (RuntimeException fault) {
        if (attempt == ATTEMPTS || !Faults.isTransient(fault)) {
          throw Faults.translated(fault);
        }
        pause(FIRST_PAUSE_MILLIS << attempt);
      }
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting to repeat a transaction", e);
    }
  }
}
