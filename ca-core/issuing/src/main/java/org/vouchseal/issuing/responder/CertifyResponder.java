package org.vouchseal.issuing.responder;

/** Gives delegated OCSP responders their certificates (RFC 6960 §4.2.2.2). */
public final class CertifyResponder {

  /**
   * A certificate for the responder of one CA; at most 30 days long. While a good half of an
   * earlier one's life is left, that one is returned.
   *
   * @param issuer {@code smime} or {@code trust}
   * @param subjectPublicKeyInfo DER of the responder's key
   * @return DER of the certificate
   * @throws IllegalArgumentException when key or issuer are refused, with the reason
   */
  public byte[] certify(String issuer, byte[] subjectPublicKeyInfo) {
    throw new IllegalStateException("being built");
  }
}
