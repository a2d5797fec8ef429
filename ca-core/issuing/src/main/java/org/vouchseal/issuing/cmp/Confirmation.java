package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.Checked;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.ReceivedMessage;

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
  static Checked<Confirmation> read(ReceivedMessage message) {
    try {
      return readable(message);
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand
      return Checked.refused(CmpFailure.BAD_DATA_FORMAT, "certConf cannot be decoded");
    }
  }

  private static Checked<Confirmation> readable(ReceivedMessage message) {
    CertStatus[] all =
        CertConfirmContent.getInstance(message.pki().getBody().getContent()).toCertStatusArray();
    if (all.length == 0) {
      return Checked.passed(new Confirmation(false, Optional.empty(), Optional.empty()));
    }
    if (all.length > 1) {
      return Checked.refused(
          CmpFailure.BAD_REQUEST, "certConf has " + all.length + " CertStatus, allowed is 1");
    }
    CertStatus status = all[0];
    if (status.toASN1Primitive() instanceof ASN1Sequence known && known.size() != given(message)) {
      return Checked.refused(CmpFailure.BAD_DATA_FORMAT, "CertStatus has an unknown field");
    }
    if (!status.getCertReqId().hasValue(0)) {
      return Checked.refused(
          CmpFailure.BAD_REQUEST,
          "certReqId is " + status.getCertReqId().getValue() + ", allowed is 0");
    }
    Optional<AlgorithmIdentifier> hashAlg = Optional.ofNullable(status.getHashAlg());
    if (hashAlg.isPresent() && message.header().pvno() != 3) {
      return Checked.refused(CmpFailure.BAD_REQUEST, "hashAlg needs pvno 3");
    }
    Optional<byte[]> certHash = Optional.of(status.getCertHash().getOctets());
    return accepts(status.getStatusInfo())
        .then(accepts -> Checked.passed(new Confirmation(accepts, certHash, hashAlg)));
  }

  /** How many fields the one CertStatus has; the library leaves out what it does not know. */
  private static int given(ReceivedMessage message) {
    ASN1Sequence all =
        ASN1Sequence.getInstance(message.pki().getBody().getContent().toASN1Primitive());
    return ASN1Sequence.getInstance(all.getObjectAt(0)).size();
  }

  /** Whether the client accepts; absent statusInfo means that it does. */
  private static Checked<Boolean> accepts(@Nullable PKIStatusInfo info) {
    if (info == null) {
      return Checked.passed(true);
    }
    int value = info.getStatus().bitLength() < 8 ? info.getStatus().intValue() : -1;
    if (value == PKIStatus.GRANTED) {
      return info.getFailInfo() == null
          ? Checked.passed(true)
          : Checked.refused(CmpFailure.BAD_REQUEST, "statusInfo says accepted and has a failInfo");
    }
    return value == PKIStatus.REJECTION
        ? Checked.passed(false)
        : Checked.refused(CmpFailure.BAD_REQUEST, "statusInfo is neither accepted nor rejection");
  }
}
