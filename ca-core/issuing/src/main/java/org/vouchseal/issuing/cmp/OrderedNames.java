package org.vouchseal.issuing.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.SubjectName;

/**
 * The names of the order. None is taken from a template: what it names is exactly the given or the
 * approved ones, or the request is refused.
 */
final class OrderedNames implements RequestedNames {

  private static final int LONGEST_COMMON_NAME = 64;

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

  @Override
  public Outcome<CertifiedNames, CmpRefusal> of(Asked asked) {
    Order order = asked.order();
    Optional<GeneralNames> alternative = AskedAlternativeNames.of(asked.template());
    if (alternative.filter(names -> !sameMailboxes(names, order.mailboxes())).isPresent()) {
      return bad("subjectAltName is not exactly the approved mailboxes");
    }
    @Nullable X500Name subject = asked.template().getSubject();
    boolean empty = subject == null || subject.getRDNs().length == 0;
    if (empty && alternative.isEmpty()) {
      return bad("the template has neither subject nor subjectAltName");
    }
    if (empty && !asked.subjectRequired()) {
      return approved(order, true);
    }
    List<String> named = empty ? List.of() : attributes(subject);
    if (named.equals(attributes(order.subject()))) {
      return approved(order, false);
    }
    return named.equals(attributes(given(order)))
        ? approved(order, true)
        : bad("subject is not the one that was given for this enrolment");
  }

  private static Outcome<CertifiedNames, CmpRefusal> approved(Order order, boolean differ) {
    return Outcome.of(new CertifiedNames(order.subject(), order.mailboxes(), differ));
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

  private static Outcome<CertifiedNames, CmpRefusal> bad(String text) {
    return Outcome.refused(CmpFailure.BAD_CERT_TEMPLATE.because(text));
  }
}
