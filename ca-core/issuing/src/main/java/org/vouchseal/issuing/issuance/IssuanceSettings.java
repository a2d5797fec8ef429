package org.vouchseal.issuing.issuance;

import java.time.Duration;
import org.vouchseal.issuing.x509.CrlScope;

/**
 * What an installation may choose.
 *
 * @param backdating how far notBefore lies before the time of issuance, for clients whose clock is
 *     slow; not negative, at most 48 hours (SBR §4.3.1: no backdating beyond that)
 * @param crlShards among how many revocation lists new certificates of subscribers are spread; 1:
 *     no shards, every certificate names the list of all
 */
public record IssuanceSettings(Duration backdating, int crlShards) {

  public static final IssuanceSettings DEFAULT = new IssuanceSettings(Duration.ofMinutes(1), 1);

  public IssuanceSettings {
    if (backdating.isNegative() || backdating.compareTo(Duration.ofHours(48)) > 0) {
      throw new IllegalArgumentException(
          "backdating must lie within 0 and 48 hours, found " + backdating);
    }
    if (crlShards < 1 || crlShards > CrlScope.MOST_SHARDS) {
      throw new IllegalArgumentException(
          "certificates are spread among 1 to "
              + CrlScope.MOST_SHARDS
              + " revocation lists, found "
              + crlShards);
    }
  }

  /** These with another number of shards. */
  public IssuanceSettings withCrlShards(int shards) {
    return new IssuanceSettings(backdating, shards);
  }
}
