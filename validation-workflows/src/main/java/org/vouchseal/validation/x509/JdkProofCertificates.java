package org.vouchseal.validation.x509;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.validation.enrolment.ProofCertificates;

/** Certificates in a SignedData, as the JDK's certificate factory finds them. */
public final class JdkProofCertificates implements ProofCertificates {

  @Override
  public List<SerialNumber> serialsIn(byte[] cms) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(cms))
          .stream()
          .map(X509Certificate.class::cast)
          .map(certificate -> new SerialNumber(certificate.getSerialNumber()))
          .toList();
    } catch (CertificateException | IllegalArgumentException noCertificates) {
      return List.of();
    }
  }
}
