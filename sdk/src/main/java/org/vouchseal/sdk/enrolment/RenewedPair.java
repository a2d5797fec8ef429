package org.vouchseal.sdk.enrolment;

import java.security.PrivateKey;
import java.util.Optional;
import org.vouchseal.sdk.x509.Chain;

/**
 * The keys and certificates that a renewal gave, all checked and confirmed.
 *
 * @param signingKey made here
 * @param signing its certificate and path
 * @param encryption the next generation; empty when the service gave none
 */
public record RenewedPair(PrivateKey signingKey, Chain signing, Optional<Encryption> encryption) {

  /**
   * An encryption key with its certificate.
   *
   * @param key made and escrowed by the service
   * @param chain its certificate and path
   */
  public record Encryption(PrivateKey key, Chain chain) {

    /** Without the key. */
    @Override
    public String toString() {
      return "Encryption[" + chain.leaf().getSerialNumber().toString(16) + "]";
    }
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "RenewedPair[" + signing.leaf().getSerialNumber().toString(16) + "]";
  }
}
