package org.vouchseal.issuing.crl;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRL;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vouchseal.issuing.OpenSsl;
import org.vouchseal.issuing.TestPki;

/** What strangers say about a certificate when they have one revocation list. */
final class ShardJudges {

  private final TestPki pki;
  private final Path folder;

  /** Behind the revocations: to Java one of this very moment has not happened yet. */
  private final Instant at;

  ShardJudges(TestPki pki, Path folder, Instant at) {
    this.pki = pki;
    this.folder = folder;
    this.at = at;
  }

  /** What openssl says with that list alone. */
  String openssl(byte[] certificate, byte[] list) {
    return OpenSsl.run(
            "verify",
            "-x509_strict",
            "-crl_check",
            "-attime",
            Long.toString(at.getEpochSecond()),
            "-purpose",
            "smimesign",
            "-CRLfile",
            OpenSsl.pem(folder, "list.pem", "X509 CRL", list),
            "-CAfile",
            OpenSsl.pem(folder, "root.pem", "CERTIFICATE", pki.certificate("root")),
            "-untrusted",
            OpenSsl.pem(folder, "ca.pem", "CERTIFICATE", pki.certificate("smime")),
            OpenSsl.pem(folder, "certificate.pem", "CERTIFICATE", certificate))
        .output();
  }

  /** What Java's own PKIX says: {@code VALID}, or why not. */
  String java(byte[] certificate, byte[] list) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    CertPath path =
        factory.generateCertPath(List.of(x509(certificate), x509(pki.certificate("smime"))));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(x509(pki.certificate("root")), null)));
    CRL crl = factory.generateCRL(new ByteArrayInputStream(list));
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(List.of(crl))));
    parameters.setDate(Date.from(at));
    CertPathValidator validator = CertPathValidator.getInstance("PKIX");
    PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
    checker.setOptions(
        EnumSet.of(
            PKIXRevocationChecker.Option.PREFER_CRLS,
            PKIXRevocationChecker.Option.NO_FALLBACK,
            PKIXRevocationChecker.Option.ONLY_END_ENTITY));
    parameters.addCertPathChecker(checker);
    try {
      var unused = validator.validate(path, parameters);
      return "VALID";
    } catch (CertPathValidatorException e) {
      return e.getReason().toString();
    }
  }

  private static X509Certificate x509(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
