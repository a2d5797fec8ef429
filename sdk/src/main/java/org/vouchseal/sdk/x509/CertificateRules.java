package org.vouchseal.sdk.x509;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.NotVerified;

/** What a certificate must be before the SDK uses it for anything. */
public final class CertificateRules {

  /** May sign CMP answers in the CA's name (RFC 9810 §4.5). */
  public static final String PURPOSE_CMC_CA = "1.3.6.1.5.5.7.3.27";

  /** May sign a private key that it made for somebody (RFC 9810 §4.5). */
  public static final String PURPOSE_CM_KGA = "1.3.6.1.5.5.7.3.32";

  private static final String EMAIL_PROTECTION = "1.3.6.1.5.5.7.3.4";
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");

  private static final int DIGITAL_SIGNATURE = 0;
  private static final int KEY_ENCIPHERMENT = 2;
  private static final int KEY_AGREEMENT = 4;

  private CertificateRules() {}

  /**
   * Requires an S/MIME certificate for this one use and this one mailbox.
   *
   * @throws NotVerified naming the rule that is broken
   */
  public static void requireFor(X509Certificate certificate, KeyUse use, Mailbox mailbox) {
    List<String> mailboxes = mailboxes(certificate);
    if (!mailboxes.equals(List.of(mailbox.address()))) {
      throw refused("it names " + mailboxes + " and not exactly " + mailbox);
    }
    if (certificate.getBasicConstraints() >= 0) {
      throw refused("it is a CA certificate");
    }
    if (!purposes(certificate).contains(EMAIL_PROTECTION)) {
      throw refused("it is not for e-mail protection");
    }
    boolean signs = usage(certificate, DIGITAL_SIGNATURE);
    boolean encrypts = usage(certificate, KEY_ENCIPHERMENT) || usage(certificate, KEY_AGREEMENT);
    boolean wantsSigning = use == KeyUse.SIGNING;
    if (signs != wantsSigning || encrypts == wantsSigning) {
      throw refused(
          "its key usage is not that of " + use.name().toLowerCase(java.util.Locale.ROOT));
    }
  }

  /**
   * Requires a signer of the service: digitalSignature, the purpose in the certificate, and no
   * intermediate whose own purposes exclude it.
   *
   * @throws NotVerified naming the rule that is broken
   */
  public static void requireService(Chain chain, String purpose) {
    if (!usage(chain.leaf(), DIGITAL_SIGNATURE)) {
      throw refused("the signer's key usage lacks digitalSignature");
    }
    if (!purposes(chain.leaf()).contains(purpose)) {
      throw refused("the signer lacks the extended key usage " + purpose);
    }
    for (X509Certificate issuer : chain.intermediates()) {
      List<String> allowed = purposes(issuer);
      if (!allowed.isEmpty() && !allowed.contains(purpose) && !allowed.contains(ANY_PURPOSE)) {
        throw refused("the signer's issuer may not vouch for the extended key usage " + purpose);
      }
    }
  }

  /** Every mailbox of subjectAltName, in order; other kinds of names appear by their tag. */
  static List<String> mailboxes(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    if (extension == null) {
      return List.of();
    }
    try {
      GeneralNames names =
          GeneralNames.getInstance(JcaX509ExtensionUtils.parseExtensionValue(extension));
      return java.util.Arrays.stream(names.getNames()).map(CertificateRules::mailbox).toList();
    } catch (IOException | IllegalArgumentException e) {
      throw new NotVerified(fault("its subjectAltName cannot be read"), e);
    }
  }

  /** The first mailbox of subjectAltName; empty when there is none. */
  public static Optional<String> mailboxOf(X509Certificate certificate) {
    return mailboxes(certificate).stream().findFirst();
  }

  private static String mailbox(GeneralName name) {
    if (name.getTagNo() == GeneralName.rfc822Name) {
      return name.getName().toString();
    }
    if (name.getTagNo() == GeneralName.otherName) {
      OtherName other = OtherName.getInstance(name.getName());
      if (other.getTypeID().equals(SMTP_UTF8_MAILBOX)) {
        return ASN1UTF8String.getInstance(other.getValue()).getString();
      }
    }
    return "name of kind " + name.getTagNo();
  }

  private static boolean usage(X509Certificate certificate, int bit) {
    boolean[] usage = certificate.getKeyUsage();
    return usage != null && bit < usage.length && usage[bit];
  }

  private static List<String> purposes(X509Certificate certificate) {
    try {
      Collection<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null ? List.of() : List.copyOf(purposes);
    } catch (CertificateParsingException e) {
      throw new NotVerified(fault("its extended key usage cannot be read"), e);
    }
  }

  private static NotVerified refused(String why) {
    return new NotVerified(fault(why));
  }

  private static Fault fault(String why) {
    return Fault.local(
        "certificate-wrong",
        "a certificate is not what was asked for",
        why,
        "do not use it; tell the operator of the service");
  }
}
