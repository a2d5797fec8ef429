package org.vouchseal.issuing.cmp;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;

/**
 * Which certificate an rr wants revoked, and why.
 *
 * @param serial under the issuer that was asked for
 * @param reason unspecified when the rr names none
 */
record RevocationWish(SerialNumber serial, RevocationReason reason) {

  /** Said of every issuer and serial number that is not ours. */
  static final CmpRefusal UNKNOWN =
      new CmpRefusal(
          CmpFailure.BAD_CERT_ID, "issuer and serialNumber name no certificate of this authority");

  private static final int VERSION_3 = 2;
  private static final int LONGEST_SERIAL_BITS = 159;
  private static final int CERTIFICATE_HOLD = 6;
  private static final int REMOVE_FROM_CRL = 8;

  /** Reads the body of an rr; what the library cannot make sense of is badDataFormat. */
  static Outcome<RevocationWish, CmpRefusal> read(ReceivedMessage message, X500Name issuer) {
    try {
      return readable(message, issuer);
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand
      return Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("rr cannot be decoded"));
    }
  }

  private static Outcome<RevocationWish, CmpRefusal> readable(
      ReceivedMessage message, X500Name issuer) {
    ASN1Sequence all =
        ASN1Sequence.getInstance(message.pki().getBody().getContent().toASN1Primitive());
    if (all.size() != 1) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because("rr has " + all.size() + " RevDetails, allowed is 1"));
    }
    if (repeatsExtension(ASN1Sequence.getInstance(all.getObjectAt(0)))) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because("crlEntryDetails has an extension twice"));
    }
    RevDetails details = RevDetails.getInstance(all.getObjectAt(0));
    CertTemplate template = details.getCertDetails();
    if (template.getSerialNumber() == null || template.getIssuer() == null) {
      return Outcome.refused(
          CmpFailure.ADD_INFO_NOT_AVAILABLE.because("certDetails needs issuer and serialNumber"));
    }
    if (template.getVersion() != -1 && template.getVersion() != VERSION_3) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because("version is " + template.getVersion() + ", allowed is 2"));
    }
    boolean possible =
        template.getIssuer().equals(issuer)
            && template.getSerialNumber().getValue().signum() > 0
            && template.getSerialNumber().getValue().bitLength() <= LONGEST_SERIAL_BITS;
    if (!possible) {
      return Outcome.refused(UNKNOWN);
    }
    if (asksForMore(details.getCrlEntryDetails())) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because("of all entry extensions only reasonCode is taken here"));
    }
    SerialNumber serial = new SerialNumber(template.getSerialNumber().getValue());
    return reason(details.getCrlEntryDetails())
        .then(reason -> Outcome.of(new RevocationWish(serial, reason)));
  }

  /** The library refuses repeated extensions without saying that it is that. */
  private static boolean repeatsExtension(ASN1Sequence revDetails) {
    if (revDetails.size() < 2) {
      return false;
    }
    Set<ASN1Encodable> seen = new HashSet<>();
    for (ASN1Encodable extension : ASN1Sequence.getInstance(revDetails.getObjectAt(1))) {
      if (!seen.add(ASN1Sequence.getInstance(extension).getObjectAt(0))) {
        return true;
      }
    }
    return false;
  }

  /** What we would have to ignore is refused: nobody shall believe that it was heeded. */
  private static boolean asksForMore(@Nullable Extensions extensions) {
    return extensions != null
        && !Arrays.stream(extensions.getExtensionOIDs()).allMatch(Extension.reasonCode::equals);
  }

  private static Outcome<RevocationReason, CmpRefusal> reason(@Nullable Extensions extensions) {
    Optional<Extension> found =
        Optional.ofNullable(extensions).map(e -> e.getExtension(Extension.reasonCode));
    if (found.isEmpty()) {
      return Outcome.of(RevocationReason.UNSPECIFIED);
    }
    ASN1Enumerated value = ASN1Enumerated.getInstance(found.get().getParsedValue());
    int code = value.getValue().bitLength() < 8 ? value.getValue().intValue() : -1;
    if (code == CERTIFICATE_HOLD || code == REMOVE_FROM_CRL) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because("suspension is not offered, a revocation is for ever"));
    }
    Outcome<RevocationReason, CmpRefusal> given =
        Outcome.of(
            RevocationReason.ofCode(code),
            () -> CmpFailure.BAD_DATA_FORMAT.because("reasonCode is no CRLReason"));
    return given.then(
        reason ->
            reason.isSubscribersToGive()
                ? Outcome.of(reason)
                : Outcome.refused(
                    CmpFailure.BAD_REQUEST.because(
                        "reason " + reason.label() + " is the authority's to give")));
  }
}
