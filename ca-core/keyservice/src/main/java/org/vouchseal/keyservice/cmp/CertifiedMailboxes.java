package org.vouchseal.keyservice.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.model.Mailbox;

/**
 * The mailboxes that a certificate is for: rfc822Name and SmtpUTF8Mailbox (RFC 9598) of its SAN.
 */
final class CertifiedMailboxes {

  private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");

  private CertifiedMailboxes() {}

  static List<Mailbox> of(X509CertificateHolder certificate) {
    @Nullable GeneralNames names =
        GeneralNames.fromExtensions(certificate.getExtensions(), Extension.subjectAlternativeName);
    List<Mailbox> found = new ArrayList<>();
    if (names != null) {
      for (GeneralName name : names.getNames()) {
        text(name).flatMap(CertifiedMailboxes::mailbox).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<String> text(GeneralName name) {
    if (name.getTagNo() == GeneralName.rfc822Name) {
      return Optional.of(ASN1IA5String.getInstance(name.getName()).getString());
    }
    if (name.getTagNo() == GeneralName.otherName) {
      OtherName other = OtherName.getInstance(name.getName());
      return other.getTypeID().equals(SMTP_UTF8_MAILBOX)
          ? Optional.of(ASN1UTF8String.getInstance(other.getValue()).getString())
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Mailbox> mailbox(String text) {
    try {
      return Optional.of(Mailbox.parse(text));
    } catch (InvalidMailbox notOneOfOurs) {
      return Optional.empty();
    }
  }
}
