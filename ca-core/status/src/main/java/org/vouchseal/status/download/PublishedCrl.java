package org.vouchseal.status.download;

import java.time.Instant;

/**
 * A revocation list as issuing published it.
 *
 * @param number its CRL number
 * @param thisUpdate when it was made
 * @param nextUpdate until when the next one comes
 * @param der not copied
 */
public record PublishedCrl(long number, Instant thisUpdate, Instant nextUpdate, byte[] der) {

  @Override
  public String toString() {
    return "PublishedCrl[" + number + ", " + der.length + " octets]";
  }
}
