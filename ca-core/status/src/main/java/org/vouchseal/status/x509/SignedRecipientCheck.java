package org.vouchseal.status.x509;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.asn1.DerScan;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignatureVerdict;
import org.vouchseal.model.Mailbox;
import org.vouchseal.status.directory.RecipientCheck;

/** Reads a certificate by its octets (RFC 5280). Safe for many threads. */
public final class SignedRecipientCheck implements RecipientCheck {

  private static final DerLimits LIMITS = new DerLimits(16 * 1024, 16, 1_000);
  private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");
  private static final int ENCRYPTION = KeyUsage.keyEncipherment | KeyUsage.keyAgreement;
  private static final int SIGNING =
      KeyUsage.digitalSignature | KeyUsage.nonRepudiation | KeyUsage.keyCertSign | KeyUsage.cRLSign;

  private final ForeignSignatures signatures;
  private final SubjectPublicKeyInfo issuer;

  /**
   * @param caCertificate DER of the certificate of the CA that issues to end entities
   */
  public SignedRecipientCheck(byte[] caCertificate, CryptoProviders providers) {
    this.signatures = new ForeignSignatures(providers);
    this.issuer = Certificate.getInstance(caCertificate).getSubjectPublicKeyInfo();
  }

  @Override
  public Optional<String> fault(byte[] der, Mailbox mailbox, Instant now) {
    if (DerScan.fault(der, LIMITS).isPresent()) {
      return Optional.of("it is no DER");
    }
    try {
      return fault(Certificate.getInstance(der), mailbox, now);
    } catch (IOException | RuntimeException malformed) {
      return Optional.of("it is no certificate");
    }
  }

  private Optional<String> fault(Certificate certificate, Mailbox mailbox, Instant now)
      throws IOException {
    if (!isSigned(certificate)) {
      return Optional.of("the CA did not sign it");
    }
    if (now.isBefore(certificate.getStartDate().getDate().toInstant())
        || now.isAfter(certificate.getEndDate().getDate().toInstant())) {
      return Optional.of("it is not valid now");
    }
    KeyUsage usage = KeyUsage.fromExtensions(certificate.getTBSCertificate().getExtensions());
    if (!has(usage, ENCRYPTION) || has(usage, SIGNING)) {
      return Optional.of("its key is not for encryption alone");
    }
    GeneralNames names =
        GeneralNames.fromExtensions(
            certificate.getTBSCertificate().getExtensions(), Extension.subjectAlternativeName);
    return names != null
            && Arrays.stream(names.getNames())
                .anyMatch(name -> address(name).filter(mailbox.address()::equals).isPresent())
        ? Optional.empty()
        : Optional.of("it is for another mailbox");
  }

  private boolean isSigned(Certificate certificate) throws IOException {
    return signatures.verify(
            certificate.getSignatureAlgorithm(),
            issuer,
            certificate.getTBSCertificate().getEncoded("DER"),
            certificate.getSignature().getOctets())
        == SignatureVerdict.VALID;
  }

  private static boolean has(KeyUsage usage, int bits) {
    for (int bit = 1; bit <= 1 << 15; bit <<= 1) {
      if ((bits & bit) != 0 && usage.hasUsages(bit)) {
        return true;
      }
    }
    return false;
  }

  /** The mailbox in a name: rfc822Name, or SmtpUTF8Mailbox (RFC 9598 §3). */
  private static Optional<String> address(GeneralName name) {
    ASN1Encodable value = name.getName();
    if (name.getTagNo() == GeneralName.rfc822Name) {
      return Optional.of(((ASN1String) value).getString());
    }
    if (name.getTagNo() == GeneralName.otherName) {
      OtherName other = OtherName.getInstance(value);
      if (other.getTypeID().equals(SMTP_UTF8_MAILBOX)) {
        return Optional.of(ASN1UTF8String.getInstance(other.getValue()).getString());
      }
    }
    return Optional.empty();
  }
}
