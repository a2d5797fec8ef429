package org.vouchseal.launcher;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait before a child that died is started again: one second, then twice as long each
 * time, thirty at most. A child that lived for a minute begins anew.
 */
final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration LONG_LIFE = Duration.ofMinutes(1);

  private final Clock clock;
  private Duration next = FIRST;
  private Instant started;

  BackOff(Clock clock) {
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Notes that the child was started now. */
  void started() {
    started = clock.instant();
  }

  /** The child died now: how long to wait. */
  Duration died() {
    if (started.plus(LONG_LIFE).isBefore(clock.instant())) {
      next = FIRST;
    }
    Duration wait = next;
    Duration twice = next.multipliedBy(2);
    next = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    return wait;
  }
}
