package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.Controls;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.Outcome;

/**
 * The controls of a CertRequest (RFC 4211 §6). What we would have to ignore is refused: nobody
 * shall believe that it was heeded.
 *
 * @param deliveryKey whether a key for the delivery of a central key is named (RFC 4211 §6.6)
 * @param archive whether the private key is sent along for the archive (RFC 4211 §6.4)
 * @param oldCertId the certificate that a kur updates (RFC 4211 §6.5)
 */
record RequestControls(boolean deliveryKey, boolean archive, Optional<CertId> oldCertId) {

  static final RequestControls NONE = new RequestControls(false, false, Optional.empty());

  private static final ASN1ObjectIdentifier PROTOCOL_ENCR_KEY =
      CRMFObjectIdentifiers.id_pkip.branch("1.6");
  private static final ASN1ObjectIdentifier OLD_CERT_ID =
      CRMFObjectIdentifiers.id_regCtrl_oldCertID;

  /** Reads the controls of a request in such a body; throws what the library throws. */
  static Outcome<RequestControls, CmpRefusal> read(BodyType body, @Nullable Controls controls) {
    if (controls == null) {
      return Outcome.of(NONE);
    }
    AttributeTypeAndValue[] all = controls.toAttributeTypeAndValueArray();
    if (body == BodyType.CR
        && all.length == 1
        && all[0].getType().equals(CRMFObjectIdentifiers.id_regCtrl_pkiArchiveOptions)) {
      return Outcome.of(new RequestControls(false, true, Optional.empty()));
    }
    ASN1ObjectIdentifier allowed = body == BodyType.KUR ? OLD_CERT_ID : PROTOCOL_ENCR_KEY;
    if (all.length != 1 || !all[0].getType().equals(allowed)) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "of all controls only one "
                  + (body == BodyType.KUR ? "oldCertID" : "protocolEncrKey")
                  + " is taken in "
                  + body.label()));
    }
    return Outcome.of(
        body == BodyType.KUR
            ? new RequestControls(false, false, Optional.of(CertId.getInstance(all[0].getValue())))
            : new RequestControls(true, false, Optional.empty()));
  }
}
