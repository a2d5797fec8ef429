package org.vouchseal.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the certificate under which a registration authority will speak CMP. */
final class AuthorityCertificate {

  private static final String CMC_RA = "1.3.6.1.5.5.7.3.28";

  private AuthorityCertificate() {}

  /** DER of the certificate in a PEM or DER file, when it may be registered. */
  static byte[] read(Path file, Instant now) {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      check(certificate, file, now);
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new Refused("cannot read " + file + ": " + e.getMessage());
    } catch (CertificateException e) {
      throw new Refused(file + " holds no certificate in PEM or DER");
    }
  }

  private static void check(X509Certificate certificate, Path file, Instant now)
      throws CertificateException {
    if (now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new Refused(
          "the certificate in "
              + file
              + " is valid from "
              + certificate.getNotBefore().toInstant()
              + " to "
              + certificate.getNotAfter().toInstant()
              + ", now it is "
              + now);
    }
    @Nullable List<String> purposes = certificate.getExtendedKeyUsage();
    if (purposes == null || !purposes.contains(CMC_RA)) {
      throw new Refused(
          "the certificate in "
              + file
              + " lacks extended key usage cmcRA ("
              + CMC_RA
              + "); get one for a registration authority");
    }
    boolean @Nullable [] usage = certificate.getKeyUsage();
    if (usage != null && !usage[0]) {
      throw new Refused("the certificate in " + file + " lacks keyUsage digitalSignature");
    }
  }
}
