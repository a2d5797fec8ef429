package org.vouchseal.sdk.cmp;

import java.net.URI;

/** Carries one CMP message and brings back the answer; repeats the same bytes when one is lost. */
public interface Transfer {

  /**
   * Sends a message.
   *
   * @param address the CMP address with its profile, e.g. {@code …/.well-known/cmp/p/signing}
   * @param message DER of a PKIMessage
   * @return the answer as received, neither read nor believed
   * @throws org.vouchseal.sdk.Offline when no answer came, after repeats
   */
  byte[] exchange(URI address, byte[] message);
}
