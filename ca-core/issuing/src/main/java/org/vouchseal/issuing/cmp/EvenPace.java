package org.vouchseal.issuing.cmp;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets something that failed last a whole number of steps, so that its true duration does not show.
 *
 * <p>A row that is there takes longer to read than one that is not: seen at once over a few
 * thousand messages. Only what an attacker cannot stretch may be evened, or he would move it to the
 * edge of a step.
 */
final class EvenPace {

  private final long step;

  /** Steps of this length, far longer than what is to be hidden. */
  EvenPace(Duration step) {
    this.step = step.toNanos();
  }

  /** Waits as long as is missing to the next whole step. */
  void even(Duration spent) {
    long end = System.nanoTime() + step - spent.toNanos() % step;
    for (long left = step; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, end - System.nanoTime()));
    }
  }
}
