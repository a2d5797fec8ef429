package org.vouchseal.status.responder;

/** What this room asks of issuing: a certificate for the key of a delegated OCSP responder. */
@FunctionalInterface
public interface ResponderCertificates {

  /**
   * Certifies a responder's key: EKU OCSPSigning, ocsp-nocheck, at most 30 days (RFC 6960
   * §4.2.2.2). May issue anew each time. Called outside any transaction.
   *
   * @param issuer the CA for which the responder will answer: {@code smime} or {@code trust}
   * @param subjectPublicKeyInfo DER of the responder's public key
   * @return DER of the certificate
   */
  byte[] certify(String issuer, byte[] subjectPublicKeyInfo);
}
