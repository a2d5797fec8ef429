package org.vouchseal.keyservice.cmp;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.VerifiedAsk;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.messages.cmp.SignatureProtection;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.SpkiDigest;

/**
 * Who signed a message: a holder of a certificate of the S/MIME CA with digitalSignature whom the
 * order entitles, or nobody.
 */
final class Signers {

  private final SignatureProtection signatures;
  private final SignerEntitlement entitlement;

  /** Signers whose paths lead to the S/MIME CA and to no other. */
  Signers(SignatureProtection signatures, SignerEntitlement entitlement) {
    this.signatures = signatures;
    this.entitlement = entitlement;
  }

  Outcome<VerifiedAsk.CertificateHolder, CentralKeyOutcome.Refused> holder(
      ReceivedMessage message, EnrolmentOrder order) {
    return signatures
        .verify(message)
        .<Outcome<X509CertificateHolder, CentralKeyOutcome.Refused>>fold(
            signer -> Outcome.of(signer.holder()),
            refusal -> Outcome.refused(Reason.BAD_MESSAGE_CHECK.because(refusal.text())))
        .then(certificate -> entitled(certificate, order));
  }

  /** The transactionID of a message, which has one. */
  static Outcome<byte[], CentralKeyOutcome.Refused> transactionId(ReceivedMessage message) {
    return message
        .header()
        .transactionId()
        .filter(id -> id.length >= 1 && id.length <= 64)
        .<Outcome<byte[], CentralKeyOutcome.Refused>>map(Outcome::of)
        .orElseGet(
            () ->
                Outcome.refused(
                    Reason.BAD_REQUEST.because(
                        "transactionID is absent, or has more than 64 octets")));
  }

  private Outcome<VerifiedAsk.CertificateHolder, CentralKeyOutcome.Refused> entitled(
      X509CertificateHolder certificate, EnrolmentOrder order) {
    if (!signs(certificate)) {
      return Outcome.refused(
          Reason.NOT_AUTHORIZED.because("the signer's certificate is not a signing certificate"));
    }
    return entitlement
        .refusal(certificate, order)
        .<Outcome<VerifiedAsk.CertificateHolder, CentralKeyOutcome.Refused>>map(
            why -> Outcome.refused(Reason.NOT_AUTHORIZED.because(why)))
        .orElseGet(
            () ->
                Outcome.of(
                    new VerifiedAsk.CertificateHolder(
                        certificate.getSerialNumber().toString(16),
                        key(certificate),
                        DeliveryKeys.of(certificate))));
  }

  private static SpkiDigest key(X509CertificateHolder certificate) {
    try {
      return SpkiDigest.of(certificate.getSubjectPublicKeyInfo().getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException("a key that verified cannot be encoded", e);
    }
  }

  private static boolean signs(X509CertificateHolder certificate) {
    @Nullable KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
    return usage != null && usage.hasUsages(KeyUsage.digitalSignature);
  }
}
