package org.vouchseal.status.ocsp;

import java.time.Duration;

/**
 * How the responder answers.
 *
 * @param maxCertIds most certificates one request may ask for, inclusive
 * @param validity from thisUpdate to nextUpdate; 8 hours to 10 days
 * @param statusAge for how long a status that was looked up may be used; at most 5 seconds, after
 *     which every node shows a revocation
 * @param noncesAtOnce how many answers to nonces may be in work at the same time
 * @param strangersAtOnce how many answers for serial numbers that this node has not met, which
 *     perhaps were never issued, may be in work at the same time
 */
public record OcspSettings(
    int maxCertIds, Duration validity, Duration statusAge, int noncesAtOnce, int strangersAtOnce) {

  /** One certificate per request, answers valid for 24 hours, statuses used for 2 seconds. */
  public static final OcspSettings DEFAULT =
      new OcspSettings(1, Duration.ofHours(24), Duration.ofSeconds(2), 32, 32);

  public OcspSettings {
    if (maxCertIds < 1) {
      throw new IllegalArgumentException("a request asks for at least one certificate");
    }
    if (validity.compareTo(Duration.ofHours(8)) < 0
        || validity.compareTo(Duration.ofDays(10)) > 0) {
      throw new IllegalArgumentException(
          "validity of OCSP answers is " + validity + ", allowed are 8 hours to 10 days");
    }
    if (statusAge.isNegative() || statusAge.compareTo(Duration.ofSeconds(5)) > 0) {
      throw new IllegalArgumentException(
          "a status may be " + statusAge + " old, allowed are 0 to 5 seconds");
    }
    if (noncesAtOnce < 1) {
      throw new IllegalArgumentException("at least one answer to a nonce is in work");
    }
    if (strangersAtOnce < 1) {
      throw new IllegalArgumentException("at least one answer for a new serial number is in work");
    }
  }
}
