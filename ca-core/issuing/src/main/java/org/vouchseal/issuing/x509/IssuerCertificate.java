package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.model.SerialNumber;

/**
 * A CA certificate as its issuing needs it. The subject is kept as the octets that it came in, so
 * that the issuer of every certificate is the same, octet by octet (SBR §7.1.4.1).
 */
public final class IssuerCertificate {

  private final String name;
  private final byte[] der;
  private final X509CertificateHolder holder;
  private final Instant notBefore;
  private final Instant notAfter;
  private final byte[] subject;
  private final byte[] subjectPublicKeyInfo;

  private IssuerCertificate(String name, byte[] der, X509CertificateHolder holder) {
    this.name = name;
    this.der = der;
    this.holder = holder;
    this.notBefore = holder.getNotBefore().toInstant();
    this.notAfter = holder.getNotAfter().toInstant();
    this.subject = encoded(holder.getSubject());
    this.subjectPublicKeyInfo = encoded(holder.getSubjectPublicKeyInfo());
  }

  /**
   * Reads a CA certificate.
   *
   * @param name {@code root}, {@code smime} or {@code trust}
   * @param der DER of the certificate
   * @throws IllegalArgumentException when it is no certificate or has no subjectKeyIdentifier
   */
  public static IssuerCertificate of(String name, byte[] der) {
    try {
      IssuerCertificate read =
          new IssuerCertificate(name, der.clone(), new X509CertificateHolder(der));
      byte[] unused = read.subjectKeyIdentifier();
      return read;
    } catch (IOException e) {
      throw new IllegalArgumentException("not a certificate: " + name, e);
    }
  }

  public String name() {
    return name;
  }

  /** The whole certificate; a fresh array. */
  public byte[] der() {
    return der.clone();
  }

  public SerialNumber serial() {
    return new SerialNumber(holder.getSerialNumber());
  }

  public Instant notBefore() {
    return notBefore;
  }

  /** Inclusive. */
  public Instant notAfter() {
    return notAfter;
  }

  /** DER of the subject; a fresh array. */
  public byte[] subject() {
    return subject.clone();
  }

  /** DER of the issuer's name; a fresh array. */
  public byte[] issuer() {
    return encoded(holder.getIssuer());
  }

  /** DER of the SubjectPublicKeyInfo; a fresh array. */
  public byte[] subjectPublicKeyInfo() {
    return subjectPublicKeyInfo.clone();
  }

  /** The key identifier; a fresh array. */
  public byte[] subjectKeyIdentifier() {
    return Optional.ofNullable(SubjectKeyIdentifier.fromExtensions(holder.getExtensions()))
        .map(SubjectKeyIdentifier::getKeyIdentifier)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no subjectKeyIdentifier"));
  }

  Certificate structure() {
    return holder.toASN1Structure();
  }

  private static byte[] encoded(org.bouncycastle.asn1.ASN1Object value) {
    try {
      return value.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
