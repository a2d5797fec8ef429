package org.vouchseal.model.runtime;

import java.time.Duration;

/**
 * How fast tokens may be taken from a bucket.
 *
 * @param burst how many it holds; at least 1
 * @param refill how many come in at a time; at least 1
 * @param each how long until they do; positive
 */
public record Pace(int burst, int refill, Duration each) {

  public Pace {
    if (burst < 1 || refill < 1 || each.isNegative() || each.isZero()) {
      throw new IllegalArgumentException(
          "pace of "
              + burst
              + " at once and "
              + refill
              + " each "
              + each
              + ", all must be positive");
    }
  }

  /** So many at once, and then one after each pause. */
  public static Pace steady(int burst, Duration each) {
    return new Pace(burst, 1, each);
  }

  /** So many in each period, which begins with the first. */
  public static Pace inEach(Duration period, int most) {
    return new Pace(most, most, period);
  }
}
