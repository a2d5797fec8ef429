package org.vouchseal.status.ocsp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.Sha256;

/**
 * DER of an OCSPResponse.
 *
 * @param der not copied
 * @param freshness present when the answer may be given to others as well: it is a status, and was
 *     not made for one nonce
 * @param digest SHA-256 of {@code der} as 64 hexadecimal digits when {@code freshness} is present
 */
public record OcspAnswer(byte[] der, Optional<Freshness> freshness, String digest) {

  /** For how long others may give it out unasked; a revocation shows to all after that. */
  public static final Duration LONGEST_STORED = Duration.ofSeconds(60);

  /** From when until when the answer holds; whole seconds. */
  public record Freshness(Instant thisUpdate, Instant nextUpdate) {}

  static OcspAnswer notStored(byte[] der) {
    return new OcspAnswer(der, Optional.empty(), "");
  }

  /** One that others may store, unless it ends sooner than they would forget it. */
  static OcspAnswer stored(byte[] der, Freshness freshness) {
    return freshness.thisUpdate().plus(LONGEST_STORED).isBefore(freshness.nextUpdate())
        ? new OcspAnswer(der, Optional.of(freshness), Sha256.hex(der))
        : notStored(der);
  }

  @Override
  public String toString() {
    return "OcspAnswer[" + der.length + " octets, " + freshness + "]";
  }
}
