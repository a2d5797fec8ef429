package org.vouchseal.status.responder;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a certificate that issuing gave us, and takes none that relying parties would refuse. */
final class CertificateInspection {

  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";
  private static final String NO_CHECK = "1.3.6.1.5.5.7.48.1.5";
  private static final Duration LONGEST = Duration.ofDays(30);

  private CertificateInspection() {}

  /** Throws {@link IllegalStateException} saying what is wrong: issuing and status disagree. */
  static ResponderCertificate inspected(String issuer, byte[] der, byte[] subjectPublicKeyInfo) {
    X509Certificate certificate = decoded(der);
    Instant notBefore = certificate.getNotBefore().toInstant();
    Instant notAfter = certificate.getNotAfter().toInstant();
    require(
        Arrays.equals(certificate.getPublicKey().getEncoded(), subjectPublicKeyInfo),
        "is for another key");
    require(usages(certificate).equals(List.of(OCSP_SIGNING)), "is not for OCSPSigning alone");
    require(certificate.getExtensionValue(NO_CHECK) != null, "lacks ocsp-nocheck");
    require(
        Duration.between(notBefore, notAfter).compareTo(LONGEST) <= 0, "lives longer than 30 days");
    return new ResponderCertificate(issuer, der, notBefore, notAfter);
  }

  private static X509Certificate decoded(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new IllegalStateException("the responder certificate cannot be decoded", e);
    }
  }

  private static List<String> usages(X509Certificate certificate) {
    try {
      @Nullable List<String> usages = certificate.getExtendedKeyUsage();
      return usages == null ? List.of() : usages;
    } catch (CertificateException e) {
      throw new IllegalStateException("the responder certificate has a malformed EKU", e);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException("the responder certificate from issuing " + otherwise);
    }
  }
}
