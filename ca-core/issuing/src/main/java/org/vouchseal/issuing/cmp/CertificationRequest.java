package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * The one request in an ir or cr.
 *
 * @param template what is asked for
 * @param hasKey whether the template has a public key with bits in it
 * @param popAbsent whether there is no proof of possession at all
 * @param raVerified whether the proof says that a registration authority checked it
 * @param deliveryKey whether a key for the delivery of a central key is named (RFC 4211 §6.6)
 */
record CertificationRequest(
    CertTemplate template,
    boolean hasKey,
    boolean popAbsent,
    boolean raVerified,
    boolean deliveryKey) {

  private static final ASN1ObjectIdentifier PROTOCOL_ENCR_KEY =
      CRMFObjectIdentifiers.id_pkip.branch("1.6");

  /** Reads the body of an ir or cr; what the library cannot make sense of is badDataFormat. */
  static Outcome<CertificationRequest, CmpRefusal> read(ReceivedMessage message) {
    try {
      return readable(message);
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand: ClassCast, IllegalState, NullPointer, …
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the certificate request cannot be decoded"));
    }
  }

  private static Outcome<CertificationRequest, CmpRefusal> readable(ReceivedMessage message) {
    CertReqMsg[] requests =
        CertReqMessages.getInstance(message.pki().getBody().getContent()).toCertReqMsgArray();
    if (requests.length != 1) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "the message has " + requests.length + " certificate requests, allowed is 1"));
    }
    CertReqMsg request = requests[0];
    if (!request.getCertReq().getCertReqId().hasValue(0)) {
      return Outcome.refused(
          CmpFailure.BAD_REQUEST.because(
              "certReqId is " + request.getCertReq().getCertReqId().getValue() + ", allowed is 0"));
    }
    Optional<CmpRefusal> foreign = foreign(request);
    if (foreign.isPresent()) {
      return Outcome.refused(foreign.get());
    }
    @Nullable Controls controls = request.getCertReq().getControls();
    @Nullable ProofOfPossession pop = request.getPop();
    CertTemplate template = request.getCertReq().getCertTemplate();
    decodeWhole(template.getSubject());
    return Outcome.of(
        new CertificationRequest(
            template,
            hasBits(template.getPublicKey()),
            pop == null,
            pop != null && pop.getType() == ProofOfPossession.TYPE_RA_VERIFIED,
            controls != null));
  }

  /**
   * The library reads names when asked and fails then; here is the place where that is expected.
   */
  private static void decodeWhole(@Nullable X500Name subject) {
    if (subject == null) {
      return;
    }
    for (RDN rdn : subject.getRDNs()) {
      if (rdn.size() == 0) {
        throw new IllegalArgumentException("an RDN without attributes");
      }
      for (var attribute : rdn.getTypesAndValues()) {
        String unusedType = attribute.getType().getId();
        String unusedValue = IETFUtils.valueToString(attribute.getValue());
      }
    }
  }

  /** Whether a key that the key service makes is asked for. */
  boolean asksForCentralKey() {
    return !hasKey && (popAbsent || raVerified);
  }

  private static boolean hasBits(@Nullable SubjectPublicKeyInfo key) {
    return Optional.ofNullable(key)
        .filter(k -> k.getPublicKeyData().getOctets().length > 0)
        .isPresent();
  }

  /** What we would have to ignore is refused: nobody shall believe that it was heeded. */
  private static Optional<CmpRefusal> foreign(CertReqMsg request) {
    AttributeTypeAndValue @Nullable [] regInfo = request.getRegInfo();
    if (regInfo != null && regInfo.length > 0) {
      return Optional.of(new CmpRefusal(CmpFailure.BAD_REQUEST, "regInfo is not taken here"));
    }
    @Nullable Controls controls = request.getCertReq().getControls();
    if (controls == null) {
      return Optional.empty();
    }
    AttributeTypeAndValue[] all = controls.toAttributeTypeAndValueArray();
    return all.length == 1 && all[0].getType().equals(PROTOCOL_ENCR_KEY)
        ? Optional.empty()
        : Optional.of(
            new CmpRefusal(
                CmpFailure.BAD_REQUEST, "of all controls only one protocolEncrKey is taken here"));
  }
}
