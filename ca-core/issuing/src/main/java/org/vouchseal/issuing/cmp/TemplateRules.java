package org.vouchseal.issuing.cmp;

import java.util.Set;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/**
 * What a template may ask for. Its names are judged by {@link RequestedNames}; everything else is
 * the profile's to decide.
 */
final class TemplateRules {

  private static final int ABSENT = -1;
  private static final int VERSION_3 = 2;

  /** The only extended key usages that an end entity's template may name. */
  private static final Set<KeyPurposeId> USAGES =
      Set.of(KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_clientAuth);

  private final X500Name issuer;
  private final RequestedNames names;

  /** Rules for certificates of this issuer. */
  TemplateRules(X500Name issuer, RequestedNames names) {
    this.issuer = issuer;
    this.names = names;
  }

  /** The names of the certificate, and whether it will differ; or why the template is refused. */
  Outcome<CertifiedNames, CmpRefusal> check(RequestedNames.Asked asked) {
    try {
      return readable(asked);
    } catch (RuntimeException malformed) {
      // the library reads numbers and extensions when asked, and throws whatever comes to hand
      return Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("the template cannot be decoded"));
    }
  }

  private Outcome<CertifiedNames, CmpRefusal> readable(RequestedNames.Asked asked) {
    CertTemplate template = asked.template();
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
    return names
        .of(asked)
        .then(
            found ->
                extensions(template.getExtensions())
                    .then(
                        others ->
                            Outcome.of(
                                found.modifiedIf(others || template.getValidity() != null))));
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

  private static <T> Outcome<T, CmpRefusal> bad(String text) {
    return Outcome.refused(CmpFailure.BAD_CERT_TEMPLATE.because(text));
  }
}
