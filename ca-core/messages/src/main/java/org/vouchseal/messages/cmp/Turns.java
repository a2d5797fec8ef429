package org.vouchseal.messages.cmp;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets so many work at the same time, so many more wait, and each for so long only. */
final class Turns {

  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final DerivationLimits limits;

  Turns(DerivationLimits limits) {
    this.limits = limits;
    this.free = new Semaphore(limits.atOnce(), true);
  }

  /** Takes a turn, which the caller gives back; false when there was none in time. */
  boolean take() {
    if (free.tryAcquire()) {
      return true;
    }
    try {
      return waiting.incrementAndGet() <= limits.waiting()
          && free.tryAcquire(limits.longestWait().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Takes a turn whenever it comes, for who has proved himself. */
  void await() {
    free.acquireUninterruptibly();
  }

  void giveBack() {
    free.release();
  }
}
