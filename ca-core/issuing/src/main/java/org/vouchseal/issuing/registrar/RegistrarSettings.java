package org.vouchseal.issuing.registrar;

import java.time.Duration;

/**
 * The registrar's own limits.
 *
 * @param secretLife how long a secret lives unspent after its order was approved
 * @param successionDelay how long a former owner has to object
 * @param furtherDevices how many signing certificates an order may have beside the first
 * @param clockTolerance how far {@code iat} may lie in the future
 */
public record RegistrarSettings(
    Duration secretLife, Duration successionDelay, int furtherDevices, Duration clockTolerance) {

  /** 14 days, 24 hours, 4 devices, one minute. */
  public static final RegistrarSettings DEFAULT =
      new RegistrarSettings(Duration.ofDays(14), Duration.ofHours(24), 4, Duration.ofMinutes(1));

  public RegistrarSettings {
    if (successionDelay.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "a former owner has at least an hour to object, found " + successionDelay);
    }
  }

  /** These with another time in which a former owner may object, at least an hour. */
  public RegistrarSettings withSuccessionDelay(Duration delay) {
    return new RegistrarSettings(secretLife, delay, furtherDevices, clockTolerance);
  }
}
