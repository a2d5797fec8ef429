package org.vouchseal.issuing.crl;

import java.time.Duration;

/**
 * How often lists appear (SBR §4.9.7: at least every 7 days, nextUpdate within 10).
 *
 * @param interval age at which a list is replaced, inclusive
 * @param lifetime from thisUpdate to nextUpdate
 * @param pauseAfterFailure how long to leave a list alone after it could not be published
 * @param fullListFollows how long the list of all certificates waits for what is on the list of a
 *     shard already, which is the one that those certificates name
 */
public record CrlSettings(
    Duration interval, Duration lifetime, Duration pauseAfterFailure, Duration fullListFollows) {

  public static final CrlSettings DEFAULT =
      new CrlSettings(
          Duration.ofHours(24), Duration.ofDays(7), Duration.ofMinutes(1), Duration.ofHours(1));

  public CrlSettings {
    if (interval.compareTo(Duration.ofDays(7)) > 0
        || lifetime.compareTo(Duration.ofDays(10)) > 0
        || interval.compareTo(lifetime) >= 0) {
      throw new IllegalArgumentException(
          "lists are replaced within 7 days and live at most 10, found "
              + interval
              + " and "
              + lifetime);
    }
    if (fullListFollows.isNegative() || fullListFollows.compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          "the full list follows its shards within " + interval + ", found " + fullListFollows);
    }
  }
}
