package org.vouchseal.issuing.lint;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.OtherName;

/** Reads the two forms of a mailbox in a subjectAltName. */
final class AlternativeNames {

  private static final ASN1ObjectIdentifier SMTP_UTF8_MAILBOX =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.9");

  private AlternativeNames() {}

  static Optional<String> rfc822Name(GeneralName name) {
    return name.getTagNo() == GeneralName.rfc822Name
        ? Optional.of(ASN1IA5String.getInstance(name.getName()).getString())
        : Optional.empty();
  }

  static Optional<String> smtpUtf8Mailbox(GeneralName name) {
    if (name.getTagNo() != GeneralName.otherName) {
      return Optional.empty();
    }
    OtherName other = OtherName.getInstance(name.getName());
    return other.getTypeID().equals(SMTP_UTF8_MAILBOX)
            && other.getValue().toASN1Primitive() instanceof ASN1UTF8String text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  static Optional<String> mailbox(GeneralName name) {
    Optional<String> ascii = rfc822Name(name);
    return ascii.isPresent() ? ascii : smtpUtf8Mailbox(name);
  }
}
