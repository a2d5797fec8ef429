package org.vouchseal.status.responder;

import java.time.Duration;
import java.time.Instant;

/**
 * A certificate under which one responder signs.
 *
 * @param issuer the CA that issued it and for which it answers: {@code smime} or {@code trust}
 * @param der not copied
 * @param notBefore inclusive
 * @param notAfter inclusive
 */
public record ResponderCertificate(String issuer, byte[] der, Instant notBefore, Instant notAfter) {

  /** Whether it is valid now and stays so for longer than {@code margin}. */
  boolean outlasts(Instant now, Duration margin) {
    return !now.isBefore(notBefore) && notAfter.isAfter(now.plus(margin));
  }

  @Override
  public String toString() {
    return "ResponderCertificate[" + issuer + " until " + notAfter + "]";
  }
}
