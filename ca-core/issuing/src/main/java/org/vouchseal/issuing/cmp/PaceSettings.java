package org.vouchseal.issuing.cmp;

import java.time.Duration;
import java.time.Instant;

/**
 * How many messages a proved sender may send to one node.
 *
 * @param subscriber for who protects with an order's secret or with a certificate of ours
 * @param authority for a registration authority that speaks CMP, who sends for many
 */
public record PaceSettings(Pace subscriber, Pace authority) {

  /** 60 at once and one a second; 600 at once and 50 a second. */
  public static final PaceSettings DEFAULT =
      new PaceSettings(new Pace(60, Duration.ofSeconds(1)), new Pace(600, Duration.ofMillis(20)));

  /**
   * A bucket of tokens.
   *
   * @param burst how many it holds; at least 1
   * @param each how long until one more is in it; positive
   */
  public record Pace(int burst, Duration each) {

    public Pace {
      if (burst < 1 || each.isNegative() || each.isZero()) {
        throw new IllegalArgumentException(
            "pace of " + burst + " at once and one each " + each + ", both must be positive");
      }
    }

    /** None when the clock was set back. */
    double refilled(Instant from, Instant to) {
      return to.isAfter(from) ? (double) Duration.between(from, to).toNanos() / each.toNanos() : 0;
    }

    Duration untilOne(double tokens) {
      return Duration.ofNanos((long) Math.ceil((1 - tokens) * each.toNanos()));
    }
  }
}
