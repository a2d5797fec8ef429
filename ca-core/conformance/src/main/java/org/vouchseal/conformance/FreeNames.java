package org.vouchseal.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.issuing.cmp.AskedAlternativeNames;
import org.vouchseal.issuing.cmp.CertifiedNames;
import org.vouchseal.issuing.cmp.RequestedNames;
import org.vouchseal.issuing.x509.DistinguishedNames;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.SubjectName;

/**
 * Certifies the names that the template asks for. A renewal has the subject of the certificate that
 * it renews. Alternative names that are no mailboxes are left out; without any mailbox it is the
 * order's.
 */
final class FreeNames implements RequestedNames {

  /** Mailboxes, and whether the template asked for other names as well. */
  private record Alternative(List<Mailbox> mailboxes, boolean others) {}

  @Override
  public Outcome<CertifiedNames, CmpRefusal> of(Asked asked) {
    CertTemplate template = asked.template();
    Optional<X500Name> subject =
        Optional.ofNullable(template.getSubject()).filter(name -> name.getRDNs().length > 0);
    Optional<GeneralNames> alternative = AskedAlternativeNames.of(template);
    if (subject.isEmpty() && alternative.isEmpty() && asked.renewed().isEmpty()) {
      return bad("the template has neither subject nor subjectAltName");
    }
    return subject(subject, asked.renewed())
        .then(
            name ->
                alternative
                    .map(FreeNames::alternative)
                    .orElseGet(() -> Outcome.of(new Alternative(List.of(), false)))
                    .then(found -> Outcome.of(names(asked, name, found))));
  }

  private static CertifiedNames names(Asked asked, SubjectName subject, Alternative found) {
    return found.mailboxes().isEmpty()
        ? new CertifiedNames(subject, asked.order().mailboxes(), found.others())
        : new CertifiedNames(subject, found.mailboxes(), found.others());
  }

  private static Outcome<SubjectName, CmpRefusal> subject(
      Optional<X500Name> asked, Optional<X509CertificateHolder> renewed) {
    if (renewed.isEmpty()) {
      return asked.map(FreeNames::read).orElseGet(() -> Outcome.of(SubjectName.EMPTY));
    }
    SubjectName old = DistinguishedNames.decode(renewed.get().getSubject());
    return asked.isEmpty()
        ? Outcome.of(old)
        : read(asked.get())
            .then(
                name ->
                    name.equals(old)
                        ? Outcome.of(name)
                        : bad("subject is not that of the certificate to be updated"));
  }

  private static Outcome<SubjectName, CmpRefusal> read(X500Name name) {
    List<SubjectName.Attribute> attributes = new ArrayList<>();
    for (RDN rdn : name.getRDNs()) {
      if (rdn.isMultiValued()) {
        return bad("an RDN of the subject has several attributes");
      }
      Optional<SubjectName.AttributeType> type = DistinguishedNames.type(rdn.getFirst().getType());
      if (type.isEmpty() || !(rdn.getFirst().getValue() instanceof ASN1String text)) {
        return bad(
            "subject has attribute "
                + rdn.getFirst().getType()
                + ", which no profile certifies, or which is no text");
      }
      attributes.add(new SubjectName.Attribute(type.get(), text.getString()));
    }
    return Outcome.of(new SubjectName(attributes));
  }

  private static Outcome<Alternative, CmpRefusal> alternative(GeneralNames names) {
    List<Mailbox> mailboxes = new ArrayList<>();
    boolean others = false;
    for (GeneralName name : names.getNames()) {
      if (name.getTagNo() != GeneralName.rfc822Name) {
        others = true;
        continue;
      }
      try {
        mailboxes.add(Mailbox.parse(name.getName().toString()));
      } catch (InvalidMailbox notOne) {
        return bad("subjectAltName holds what is no mailbox: " + notOne.getMessage());
      }
    }
    return Outcome.of(new Alternative(mailboxes.stream().distinct().toList(), others));
  }

  private static <T> Outcome<T, CmpRefusal> bad(String text) {
    return Outcome.refused(CmpFailure.BAD_CERT_TEMPLATE.because(text));
  }
}
