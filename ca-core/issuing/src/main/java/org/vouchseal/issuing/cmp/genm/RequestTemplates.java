package org.vouchseal.issuing.cmp.genm;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CertReqTemplateContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.x509.DistinguishedNames;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.ProfileName;

/** What a request must look like: certReqTemplate, and the kinds of keys that are certified. */
final class RequestTemplates {

  private final CertificateProfiles profiles;

  RequestTemplates(CertificateProfiles profiles) {
    this.profiles = profiles;
  }

  /**
   * The template of a profile (RFC 9810 §5.3.19.16): the approved subject, and one control for each
   * kind of key in the order of the profile; none where the key is made by us. Everything else is
   * the profile's to decide and best left out of a request.
   */
  Outcome<InfoTypeAndValue, CmpRefusal> template(ProfileName profile, Optional<Order> order) {
    if (order.filter(known -> !known.profiles().contains(profile)).isPresent()) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because(
              "profile " + profile + " was not ordered for this enrolment"));
    }
    CertTemplateBuilder template = new CertTemplateBuilder();
    order.ifPresent(known -> template.setSubject(DistinguishedNames.encode(known.subject())));
    return Outcome.of(
        new InfoTypeAndValue(
            InfoType.CERT_REQ_TEMPLATE.oid(), content(template.build(), profiles.get(profile))));
  }

  @SuppressWarnings("NullAway") // an absent keySpec is null in BouncyCastle's constructor
  private static CertReqTemplateContent content(CertTemplate template, CertificateProfile profile) {
    return new CertReqTemplateContent(
        template,
        profile.escrowed()
            ? null
            : new DERSequence(
                profile.keys().stream()
                    .map(KeySpecification::control)
                    .toArray(ASN1Encodable[]::new)));
  }

  /** The kinds of keys that a profile certifies, in its order. */
  InfoTypeAndValue keyTypes(InfoType type, ProfileName profile) {
    return new InfoTypeAndValue(
        type.oid(),
        new DERSequence(
            profiles.get(profile).keys().stream()
                .map(KeySpecification::algorithm)
                .toArray(ASN1Encodable[]::new)));
  }
}
