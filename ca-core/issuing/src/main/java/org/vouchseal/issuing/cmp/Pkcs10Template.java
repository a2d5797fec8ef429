package org.vouchseal.issuing.cmp;

import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * Reads a PKCS #10 request (RFC 2986) as the template that a CRMF request would carry, so that both
 * are judged by the same rules.
 */
final class Pkcs10Template {

  private Pkcs10Template() {}

  /** The template of a p10cr; throws what the library throws. */
  static Outcome<CertTemplate, CmpRefusal> of(ReceivedMessage message) {
    CertificationRequestInfo info =
        CertificationRequest.getInstance(message.pki().getBody().getContent())
            .getCertificationRequestInfo();
    if (info.getVersion().intValueExact() != 0) {
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the version of the PKCS #10 request is not 0"));
    }
    CertTemplateBuilder template =
        new CertTemplateBuilder()
            .setSubject(info.getSubject())
            .setPublicKey(info.getSubjectPublicKeyInfo());
    return withExtensions(template, info.getAttributes());
  }

  /** Of all attributes only one extensionRequest is heeded (RFC 2985 §5.4.2). */
  private static Outcome<CertTemplate, CmpRefusal> withExtensions(
      CertTemplateBuilder template, @Nullable ASN1Set attributes) {
    if (attributes == null || attributes.size() == 0) {
      return Outcome.of(template.build());
    }
    Attribute only = Attribute.getInstance(attributes.getObjectAt(0));
    boolean extensions =
        attributes.size() == 1
            && only.getAttrType().equals(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest)
            && only.getAttrValues().size() == 1;
    return extensions
        ? Outcome.of(
            template
                .setExtensions(Extensions.getInstance(only.getAttrValues().getObjectAt(0)))
                .build())
        : Outcome.refused(
            CmpFailure.BAD_CERT_TEMPLATE.because(
                "of all attributes of a PKCS #10 request only one extensionRequest is taken"));
  }
}
