package org.vouchseal.issuing.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.SubjectName;

/**
 * What a template may ask for. Names are never taken from it: they are exactly the given or the
 * approved ones, or the request is refused; everything else is the profile's to decide.
 */
final class TemplateRules {

  private static final int LONGEST_COMMON_NAME = 64;
  private static final int ABSENT = -1;
  private static final int VERSION_3 = 2;

  private static final Map<SubjectName.AttributeType, ASN1ObjectIdentifier> ATTRIBUTES =
      Map.ofEntries(
          Map.entry(SubjectName.AttributeType.COMMON_NAME, BCStyle.CN),
          Map.entry(SubjectName.AttributeType.ORGANIZATION_NAME, BCStyle.O),
          Map.entry(
              SubjectName.AttributeType.ORGANIZATION_IDENTIFIER, BCStyle.ORGANIZATION_IDENTIFIER),
          Map.entry(SubjectName.AttributeType.GIVEN_NAME, BCStyle.GIVENNAME),
          Map.entry(SubjectName.AttributeType.SURNAME, BCStyle.SURNAME),
          Map.entry(SubjectName.AttributeType.PSEUDONYM, BCStyle.PSEUDONYM),
          Map.entry(SubjectName.AttributeType.SERIAL_NUMBER, BCStyle.SERIALNUMBER),
          Map.entry(SubjectName.AttributeType.TITLE, BCStyle.T),
          Map.entry(SubjectName.AttributeType.LOCALITY, BCStyle.L),
          Map.entry(SubjectName.AttributeType.STATE_OR_PROVINCE, BCStyle.ST),
          Map.entry(SubjectName.AttributeType.COUNTRY, BCStyle.C));

  /** The only extended key usages that an end entity's template may name. */
  private static final Set<KeyPurposeId> USAGES =
      Set.of(KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_clientAuth);

  private final X500Name issuer;

  /** Rules for certificates of this issuer. */
  TemplateRules(X500Name issuer) {
    this.issuer = issuer;
  }

  /**
   * Whether the certificate will differ from the template, or why the template is refused.
   *
   * @param subjectRequired whether an order with a subject must be named by it; the mailboxes in
   *     subjectAltName are enough otherwise
   */
  Outcome<Boolean, CmpRefusal> check(CertTemplate template, Order order, boolean subjectRequired) {
    try {
      return readable(template, order, subjectRequired);
    } catch (RuntimeException malformed) {
      // the library reads numbers and extensions when asked, and throws whatever comes to hand
      return Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("the template cannot be decoded"));
    }
  }

  private Outcome<Boolean, CmpRefusal> readable(
      CertTemplate template, Order order, boolean subjectRequired) {
    if (template.getSerialNumber() != null || template.getSigningAlg() != null) {
      return bad("serialNumber and signingAlg are the CA's to choose");
    }
    if (template.getIssuerUID() != null || template.getSubjectUID() != null) {
      return bad("issuerUID and subjectUID are not certified");
    }
    if (template.getVersion() != ABSENT && template.getVersion() != VERSION_3) {
      return bad("version is " + template.getVersion() + ", allowed is 2");
    }
    if (template.getIssuer() != null
        && template.getIssuer().getRDNs().length > 0
        && !template.getIssuer().equals(issuer)) {
      return bad("issuer is not the CA of this profile");
    }
    return names(template, order, subjectRequired)
        .then(
            otherNames ->
                extensions(template.getExtensions())
                    .then(
                        otherExtensions ->
                            Outcome.of(
                                otherNames || otherExtensions || template.getValidity() != null)));
  }

  /** The subject that the applicant was told to use, if it is not the approved one. */
  private static SubjectName given(Order order) {
    Mailbox mailbox = order.mainMailbox();
    boolean mailboxFits =
        order.tier() == AssuranceTier.V1
            && mailbox.isAscii()
            && mailbox.address().length() <= LONGEST_COMMON_NAME;
    return SubjectName.commonName(mailboxFits ? mailbox.address() : order.reference().value());
  }

  private static Outcome<Boolean, CmpRefusal> names(
      CertTemplate template, Order order, boolean subjectRequired) {
    @Nullable GeneralNames alternative = alternativeNames(template.getExtensions());
    if (alternative != null && !sameMailboxes(alternative, order.mailboxes())) {
      return bad("subjectAltName is not exactly the approved mailboxes");
    }
    @Nullable X500Name subject = template.getSubject();
    boolean empty = subject == null || subject.getRDNs().length == 0;
    if (empty && alternative == null) {
      return bad("the template has neither subject nor subjectAltName");
    }
    if (empty && !subjectRequired) {
      return Outcome.of(true);
    }
    List<String> asked = empty ? List.of() : attributes(subject);
    if (asked.equals(attributes(order.subject()))) {
      return Outcome.of(false);
    }
    return asked.equals(attributes(given(order)))
        ? Outcome.of(true)
        : bad("subject is not the one that was given for this enrolment");
  }

  private static Outcome<Boolean, CmpRefusal> extensions(@Nullable Extensions extensions) {
    if (extensions == null) {
      return Outcome.of(false);
    }
    BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
    if (constraints != null && constraints.isCA()) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because("basicConstraints asks for a CA certificate"));
    }
    KeyUsage usage = KeyUsage.fromExtensions(extensions);
    if (usage != null
        && (usage.hasUsages(KeyUsage.keyCertSign) || usage.hasUsages(KeyUsage.cRLSign))) {
      return Outcome.refused(CmpFailure.NOT_AUTHORIZED.because("keyUsage asks for a CA's usages"));
    }
    ExtendedKeyUsage extended = ExtendedKeyUsage.fromExtensions(extensions);
    if (extended != null) {
      for (KeyPurposeId purpose : extended.getUsages()) {
        if (!USAGES.contains(purpose)) {
          return Outcome.refused(
              CmpFailure.NOT_AUTHORIZED.because(
                  "extKeyUsage " + purpose.getId() + " is not for end entities"));
        }
      }
    }
    boolean more = extensions.getExtensionOIDs().length > (has(extensions) ? 1 : 0);
    return Outcome.of(more);
  }

  private static boolean has(Extensions extensions) {
    return extensions.getExtension(Extension.subjectAlternativeName) != null;
  }

  private static @Nullable GeneralNames alternativeNames(@Nullable Extensions extensions) {
    @Nullable Extension extension =
        extensions == null ? null : extensions.getExtension(Extension.subjectAlternativeName);
    if (extension == null) {
      return null;
    }
    ASN1Encodable value = extension.getParsedValue();
    // Java gives the value of an extension wrapped once more, and so Siemens' client sends it in
    // kur; it is compared, never certified
    return GeneralNames.getInstance(
        value instanceof ASN1OctetString wrapped ? wrapped.getOctets() : value);
  }

  private static boolean sameMailboxes(GeneralNames names, List<Mailbox> approved) {
    Set<String> asked = new TreeSet<>();
    for (GeneralName name : names.getNames()) {
      if (name.getTagNo() != GeneralName.rfc822Name) {
        return false;
      }
      asked.add(name.getName().toString());
    }
    Set<String> wanted = new TreeSet<>();
    approved.forEach(mailbox -> wanted.add(mailbox.address()));
    return asked.equals(wanted);
  }

  private static List<String> attributes(X500Name name) {
    List<String> attributes = new ArrayList<>();
    for (RDN rdn : name.getRDNs()) {
      attributes.add(
          rdn.size() != 1
              ? rdn.size() + " values in one RDN"
              : rdn.getFirst().getType().getId()
                  + "="
                  + IETFUtils.valueToString(rdn.getFirst().getValue()));
    }
    return attributes;
  }

  private static List<String> attributes(SubjectName name) {
    List<String> attributes = new ArrayList<>();
    for (SubjectName.Attribute attribute : name.attributes()) {
      attributes.add(
          oid(attribute.type()).getId()
              + "="
              + IETFUtils.valueToString(
                  new org.bouncycastle.asn1.DERUTF8String(attribute.value())));
    }
    return attributes;
  }

  private static ASN1ObjectIdentifier oid(SubjectName.AttributeType type) {
    ASN1ObjectIdentifier oid = ATTRIBUTES.get(type);
    if (oid == null) {
      throw new IllegalStateException("no object identifier for " + type);
    }
    return oid;
  }

  private static Outcome<Boolean, CmpRefusal> bad(String text) {
    return Outcome.refused(CmpFailure.BAD_CERT_TEMPLATE.because(text));
  }
}
