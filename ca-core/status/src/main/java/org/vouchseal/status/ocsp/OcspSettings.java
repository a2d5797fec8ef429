package org.vouchseal.status.ocsp;

import java.time.Duration;

/**
 * How the responder answers.
 *
 * @param maxCertIds most certificates one request may ask for, inclusive
 * @param validity from thisUpdate to nextUpdate; 8 hours to 10 days
 */
public record OcspSettings(int maxCertIds, Duration validity) {

  /** One certificate per request, answers valid for 24 hours. */
  public static final OcspSettings DEFAULT = new OcspSettings(1, Duration.ofHours(24));

  public OcspSettings {
    if (maxCertIds < 1) {
      throw new IllegalArgumentException("a request asks for at least one certificate");
    }
    if (validity.compareTo(Duration.ofHours(8)) < 0
        || validity.compareTo(Duration.ofDays(10)) > 0) {
      throw new IllegalArgumentException(
          "validity of OCSP answers is " + validity + ", allowed are 8 hours to 10 days");
    }
  }
}
