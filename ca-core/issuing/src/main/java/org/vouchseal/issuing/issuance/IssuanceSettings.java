package org.vouchseal.issuing.issuance;

import java.time.Duration;

/**
 * What an installation may choose.
 *
 * @param backdating how far notBefore lies before the time of issuance, for clients whose clock is
 *     slow; not negative, at most 48 hours (SBR §4.3.1: no backdating beyond that)
 */
public record IssuanceSettings(Duration backdating) {

  public static final IssuanceSettings DEFAULT = new IssuanceSettings(Duration.ofMinutes(1));

  public IssuanceSettings {
    if (backdating.isNegative() || backdating.compareTo(Duration.ofHours(48)) > 0) {
      throw new IllegalArgumentException(
          "backdating must lie within 0 and 48 hours, found " + backdating);
    }
  }
}
