package org.vouchseal.status.ocsp;

import java.time.Instant;
import java.util.Optional;

/**
 * DER of an OCSPResponse.
 *
 * @param der not copied
 * @param freshness present when the answer may be given to others as well: it is a status, and was
 *     not made for one nonce
 */
public record OcspAnswer(byte[] der, Optional<Freshness> freshness) {

  /** From when until when the answer holds; whole seconds. */
  public record Freshness(Instant thisUpdate, Instant nextUpdate) {}

  @Override
  public String toString() {
    return "OcspAnswer[" + der.length + " octets, " + freshness + "]";
  }
}
