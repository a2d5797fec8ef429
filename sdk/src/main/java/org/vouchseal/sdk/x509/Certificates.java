package org.vouchseal.sdk.x509;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.NotVerified;

/** Certificates read from and written to DER and PEM (RFC 7468). */
public final class Certificates {

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Certificates() {}

  /**
   * Reads one DER certificate.
   *
   * @throws NotVerified when it is none
   */
  public static X509Certificate ofDer(byte[] der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new NotVerified(unreadable("not a DER certificate"), e);
    }
  }

  /**
   * Reads every certificate of a PEM text, in order.
   *
   * @throws NotVerified when one of them cannot be read or there is none
   */
  public static List<X509Certificate> ofPem(String pem) {
    try {
      List<X509Certificate> found = new ArrayList<>();
      byte[] text = pem.getBytes(StandardCharsets.UTF_8);
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(text))) {
        found.add((X509Certificate) certificate);
      }
      if (found.isEmpty()) {
        throw new NotVerified(unreadable("the text holds no PEM certificate"));
      }
      return List.copyOf(found);
    } catch (CertificateException e) {
      throw new NotVerified(unreadable("not PEM certificates"), e);
    }
  }

  /** Reads a PEM file; its absence is an {@link UncheckedIOException}. */
  public static List<X509Certificate> ofPemFile(Path file) {
    try {
      return ofPem(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** PEM of all of them, one after the other, each ending with a line feed. */
  public static String pem(Collection<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(LINES.encodeToString(der(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  /** The DER bytes. */
  public static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }

  private static Fault unreadable(String why) {
    return Fault.local(
        "certificate-unreadable",
        "a certificate could not be read",
        why,
        "ask the operator of the service which certificates it sends");
  }
}
