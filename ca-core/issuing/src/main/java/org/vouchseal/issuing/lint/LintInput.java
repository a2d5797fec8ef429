package org.vouchseal.issuing.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.key.SubjectKey;
import org.vouchseal.issuing.key.UnreadableKey;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.x509.BouncyCastleKeyReader;
import org.vouchseal.issuing.x509.CertificateContent;
import org.vouchseal.issuing.x509.DistinguishedNames;
import org.vouchseal.issuing.x509.IssuerCertificate;
import org.vouchseal.model.SubjectName;

/**
 * The bytes under judgement, taken apart, and what they are measured by: the profile table, the
 * CA's certificate, and the content that was approved.
 */
final class LintInput {

  private final byte[] der;
  private final ASN1Sequence fields;
  private final TBSCertificate tbs;
  private final CertificateContent approved;
  private final boolean reservedPolicy;
  private final Optional<String> caName;
  private final Optional<SubjectKey> key;
  private final Map<Extension, ASN1Primitive> values = new IdentityHashMap<>();
  private @Nullable SubjectName subject;
  private @Nullable List<GeneralName> alternativeNames;
  private @Nullable Instant begin;
  private @Nullable Instant end;

  /**
   * Parses the bytes.
   *
   * @throws IllegalArgumentException when they are no TBSCertificate
   */
  LintInput(
      byte[] der, CertificateContent approved, boolean reservedPolicy, Optional<String> caName) {
    this.der = der;
    this.fields = ASN1Sequence.getInstance(der);
    this.tbs = TBSCertificate.getInstance(fields);
    this.approved = approved;
    this.reservedPolicy = reservedPolicy;
    this.caName = caName;
    this.key = key(encoded(tbs.getSubjectPublicKeyInfo()));
  }

  byte[] der() {
    return der;
  }

  /** The fields of the SEQUENCE as they came. */
  ASN1Sequence fields() {
    return fields;
  }

  TBSCertificate tbs() {
    return tbs;
  }

  /**
   * The subject, read.
   *
   * @throws IllegalArgumentException naming what is not in our form
   */
  SubjectName subject() {
    if (subject == null) {
      subject = DistinguishedNames.decode(tbs.getSubject());
    }
    return subject;
  }

  CertificateContent approved() {
    return approved;
  }

  CertificateProfile profile() {
    return approved.profile();
  }

  Optional<IssuerCertificate> issuer() {
    return approved.issuer();
  }

  /** Whether the reserved policy OID of the CA/Browser Forum shall be there. */
  boolean reservedPolicy() {
    return reservedPolicy;
  }

  /** Stands in the addresses when the CA is one of several. */
  Optional<String> caName() {
    return caName;
  }

  Optional<SubjectKey> key() {
    return key;
  }

  /** The first moment of its life. */
  Instant begin() {
    if (begin == null) {
      begin = tbs.getStartDate().getDate().toInstant();
    }
    return begin;
  }

  /** The last moment of its life. */
  Instant end() {
    if (end == null) {
      end = tbs.getEndDate().getDate().toInstant();
    }
    return end;
  }

  /** The key that will sign: the CA's, or the subject's own in a self-signed certificate. */
  Optional<SubjectKey> issuerKey() {
    return issuer().map(ca -> key(ca.subjectPublicKeyInfo())).orElseGet(this::key);
  }

  private static Optional<SubjectKey> key(byte[] subjectPublicKeyInfo) {
    try {
      return Optional.of(new BouncyCastleKeyReader().read(subjectPublicKeyInfo));
    } catch (UnreadableKey e) {
      return Optional.empty();
    }
  }

  /** The SEQUENCE of extensions as it came, without its tag [3]; nothing has been put right. */
  byte[] extensionOctets() {
    ASN1TaggedObject last = ASN1TaggedObject.getInstance(fields.getObjectAt(fields.size() - 1));
    return encoded(last.getExplicitBaseObject());
  }

  /** Object identifiers of the extensions in their order, repetitions included. */
  List<ASN1ObjectIdentifier> extensionIds() {
    Extensions extensions = tbs.getExtensions();
    return extensions == null ? List.of() : Arrays.asList(extensions.getExtensionOIDs());
  }

  Optional<Extension> extension(ASN1ObjectIdentifier id) {
    return Optional.ofNullable(tbs.getExtensions()).map(all -> all.getExtension(id));
  }

  /** The value inside the extension's OCTET STRING. */
  ASN1Primitive value(Extension extension) {
    return values.computeIfAbsent(extension, e -> e.getParsedValue().toASN1Primitive());
  }

  /** The names of the subjectAltName; empty when there is none. */
  List<GeneralName> alternativeNames() {
    if (alternativeNames == null) {
      alternativeNames =
          extension(Extension.subjectAlternativeName)
              .map(e -> Arrays.asList(GeneralNames.getInstance(value(e)).getNames()))
              .orElse(List.of());
    }
    return alternativeNames;
  }

  /**
   * The mailboxes of the subjectAltName as text, whichever form they have; other names are left
   * out.
   */
  List<String> mailboxTexts() {
    List<String> found = new ArrayList<>();
    for (GeneralName name : alternativeNames()) {
      AlternativeNames.mailbox(name).ifPresent(found::add);
    }
    return found;
  }

  static byte[] encoded(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
