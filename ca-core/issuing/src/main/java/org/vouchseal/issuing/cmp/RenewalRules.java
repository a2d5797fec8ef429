package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;

/**
 * What a kur must be besides a request for a signing certificate (RFC 9483 §4.1.3): it renews the
 * certificate that signs it, with a new key.
 */
final class RenewalRules {

  private final X500Name issuer;

  /** Rules for certificates of this issuer. */
  RenewalRules(X500Name issuer) {
    this.issuer = issuer;
  }

  /** Why the signer may not renew his certificate by this request. */
  Optional<CmpRefusal> refusal(
      CertificationRequest request, Optional<SubjectPublicKeyInfo> key, X509CertificateHolder old) {
    if (request.controls().oldCertId().filter(named -> !names(named, old)).isPresent()) {
      return Optional.of(
          CmpFailure.BAD_CERT_ID.because(
              "oldCertID is not the signer's certificate, which alone is updated by its kur"));
    }
    return key.filter(old.getSubjectPublicKeyInfo()::equals).isPresent()
        ? Optional.of(
            CmpFailure.BAD_CERT_TEMPLATE.because(
                "publicKey is that of the certificate to be updated, a kur brings a new key"))
        : Optional.empty();
  }

  private boolean names(CertId named, X509CertificateHolder certificate) {
    GeneralName name = named.getIssuer();
    return name.getTagNo() == GeneralName.directoryName
        && X500Name.getInstance(name.getName()).equals(issuer)
        && named.getSerialNumber().hasValue(certificate.getSerialNumber());
  }
}
