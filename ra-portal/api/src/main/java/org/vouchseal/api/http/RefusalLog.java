package org.vouchseal.api.http;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.vouchseal.model.runtime.Pace;
import org.vouchseal.model.runtime.TokenBuckets;

/**
 * What the log says of refusals. Anybody can be refused as often as he likes, so of each type of
 * problem 60 are written at once and then one a minute; how many were not, of whatever type, stands
 * in the next line. Safe for many threads.
 */
final class RefusalLog {

  static final Pace PACE = Pace.steady(60, Duration.ofMinutes(1));

  /** More than there are types. */
  private static final int MOST_TYPES = 256;

  private final TokenBuckets types;
  private final AtomicLong unsaid = new AtomicLong();

  RefusalLog(Clock clock) {
    this.types = new TokenBuckets(MOST_TYPES, clock);
  }

  /** The line for a refusal; empty when it is only counted. */
  Optional<String> line(String type, String reference) {
    if (types.take(type, PACE).isPresent()) {
      unsaid.incrementAndGet();
      return Optional.empty();
    }
    long others = unsaid.getAndSet(0);
    String line = "refused " + type + " with reference " + reference;
    return Optional.of(others == 0 ? line : line + ", and " + others + " others before it");
  }
}
