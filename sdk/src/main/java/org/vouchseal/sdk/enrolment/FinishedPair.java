package org.vouchseal.sdk.enrolment;

import java.security.PrivateKey;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.x509.Chain;

/**
 * The two keys and certificates of an identity, all checked and confirmed.
 *
 * @param mailbox what both certificates name
 * @param signingKey made here
 * @param signing its certificate and path
 * @param encryptionKey made and escrowed by the service
 * @param encryption its certificate and path
 */
public record FinishedPair(
    Mailbox mailbox,
    PrivateKey signingKey,
    Chain signing,
    PrivateKey encryptionKey,
    Chain encryption) {

  /** Without the keys. */
  @Override
  public String toString() {
    return "FinishedPair[" + mailbox + "]";
  }
}
