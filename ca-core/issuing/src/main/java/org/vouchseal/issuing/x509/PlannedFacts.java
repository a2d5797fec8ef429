package org.vouchseal.issuing.x509;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/**
 * What can be read off bytes that were to be signed; nothing is judged.
 *
 * @param mailboxes of the subjectAltName, in its order
 * @param crlAddresses of its distribution points, in their order
 * @param ca whether the subject would be a CA
 */
public record PlannedFacts(
    SerialNumber serial,
    SpkiDigest spki,
    Instant notBefore,
    Instant notAfter,
    List<String> mailboxes,
    List<String> crlAddresses,
    boolean ca) {

  public PlannedFacts {
    mailboxes = List.copyOf(mailboxes);
    crlAddresses = List.copyOf(crlAddresses);
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException when {@code tbs} is no TBSCertificate
   */
  public static PlannedFacts of(byte[] tbs) {
    try {
      TBSCertificate planned = TBSCertificate.getInstance(tbs);
      Extensions extensions = planned.getExtensions();
      return new PlannedFacts(
          new SerialNumber(planned.getSerialNumber().getValue()),
          SpkiDigest.of(planned.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER)),
          planned.getStartDate().getDate().toInstant(),
          planned.getEndDate().getDate().toInstant(),
          mailboxes(GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName)),
          crlAddresses(extensions),
          isCa(extensions));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a TBSCertificate", e);
    }
  }

  private static boolean isCa(Extensions extensions) {
    BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
    return constraints != null && constraints.isCA();
  }

  private static List<String> crlAddresses(Extensions extensions) {
    List<String> found = new ArrayList<>();
    Extension extension = extensions.getExtension(Extension.cRLDistributionPoints);
    if (extension != null) {
      for (DistributionPoint point :
          CRLDistPoint.getInstance(extension.getParsedValue()).getDistributionPoints()) {
        for (GeneralName name :
            GeneralNames.getInstance(point.getDistributionPoint().getName()).getNames()) {
          found.add(ASN1IA5String.getInstance(name.getName()).getString());
        }
      }
    }
    return found;
  }

  private static List<String> mailboxes(GeneralNames names) {
    List<String> found = new ArrayList<>();
    if (names != null) {
      for (GeneralName name : names.getNames()) {
        found.add(text(name));
      }
    }
    return found;
  }

  private static String text(GeneralName name) {
    return name.getTagNo() == GeneralName.rfc822Name
        ? ASN1IA5String.getInstance(name.getName()).getString()
        : ASN1UTF8String.getInstance(OtherName.getInstance(name.getName()).getValue()).getString();
  }
}
