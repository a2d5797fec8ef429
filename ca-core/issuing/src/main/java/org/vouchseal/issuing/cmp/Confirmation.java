package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * What a certConf says of the one certificate.
 *
 * @param accepts whether the client takes it
 * @param certHash empty when the client rejects by naming no certificate at all; not copied
 * @param hashAlg how the client hashed, when it says so
 */
record Confirmation(
    boolean accepts, Optional<byte[]> certHash, Optional<AlgorithmIdentifier> hashAlg) {

  /** Reads the body of a certConf; what the library cannot make sense of is badDataFormat. */
  static Outcome<Confirmation, CmpRefusal> read(ReceivedMessage message, int certReqId) {
    try {
      return readable(message, certReqId);
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand
      return Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("certConf cannot be decoded"));
    }
  }

  private static Outcome<Confirmation, CmpRefusal> readable(
      ReceivedMessage message, int certReqId) {
    CertStatus[] all =
        CertConfirmContent.getInstance(message.pki().getBody().getContent()).toCertStatusArray();
    if (all.length == 0) {
      return Outcome.of(new Confirmation(false, Optional.empty(), Optional.empty()));
    }
    if (all.length > 1) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "certConf has " + all.length + " CertStatus, allowed is 1"));
    }
    CertStatus status = all[0];
    if (status.toASN1Primitive() instanceof ASN1Sequence known && known.size() != given(message)) {
      return Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("CertStatus has an unknown field"));
    }
    if (!status.getCertReqId().hasValue(certReqId)) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "certReqId is " + status.getCertReqId().getValue() + ", expected is " + certReqId));
    }
    Optional<AlgorithmIdentifier> hashAlg = Optional.ofNullable(status.getHashAlg());
    if (hashAlg.isPresent() && message.header().pvno() != 3) {
      return Outcome.refused(CmpFailure.BAD_REQUEST.because("hashAlg needs pvno 3"));
    }
    Optional<byte[]> certHash = Optional.of(status.getCertHash().getOctets());
    return accepts(status.getStatusInfo())
        .then(accepts -> Outcome.of(new Confirmation(accepts, certHash, hashAlg)));
  }

  /** How many fields the one CertStatus has; the library leaves out what it does not know. */
  private static int given(ReceivedMessage message) {
    ASN1Sequence all =
        ASN1Sequence.getInstance(message.pki().getBody().getContent().toASN1Primitive());
    return ASN1Sequence.getInstance(all.getObjectAt(0)).size();
  }

  /** Whether the client accepts; absent statusInfo means that it does. */
  private static Outcome<Boolean, CmpRefusal> accepts(@Nullable PKIStatusInfo info) {
    if (info == null) {
      return Outcome.of(true);
    }
    int value = info.getStatus().bitLength() < 8 ? info.getStatus().intValue() : -1;
    if (value == PKIStatus.GRANTED) {
      return info.getFailInfo() == null
          ? Outcome.of(true)
          : Outcome.refused(
              CmpFailure.BAD_REQUEST.because("statusInfo says accepted and has a failInfo"));
    }
    return value == PKIStatus.REJECTION
        ? Outcome.of(false)
        : Outcome.refused(
            CmpFailure.BAD_REQUEST.because("statusInfo is neither accepted nor rejection"));
  }
}
