package org.vouchseal.issuing.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * The one request in an ir, cr, kur or p10cr.
 *
 * @param template what is asked for
 * @param hasKey whether the template has a public key with bits in it
 * @param popAbsent whether there is no proof of possession at all
 * @param raVerified whether the proof says that a registration authority checked it
 * @param proof the proof of possession; empty when there is none, and for a p10cr
 * @param controls what goes with the request
 */
record CertificationRequest(
    CertTemplate template,
    boolean hasKey,
    boolean popAbsent,
    boolean raVerified,
    Optional<ProofOfPossession> proof,
    RequestControls controls) {

  /** Reads the body; what the library cannot make sense of is badDataFormat. */
  static Outcome<CertificationRequest, CmpRefusal> read(ReceivedMessage message) {
    try {
      return message.bodyType() == BodyType.P10CR ? pkcs10(message) : crmf(message);
    } catch (RuntimeException malformed) {
      // the library throws whatever comes to hand: ClassCast, IllegalState, NullPointer, …
      return Outcome.refused(
          CmpFailure.BAD_DATA_FORMAT.because("the certificate request cannot be decoded"));
    }
  }

  private static Outcome<CertificationRequest, CmpRefusal> pkcs10(ReceivedMessage message) {
    return Pkcs10Template.of(message)
        .then(
            template -> {
              decodeWhole(template.getSubject());
              return Outcome.of(
                  new CertificationRequest(
                      template,
                      hasBits(template.getPublicKey()),
                      false,
                      false,
                      Optional.empty(),
                      RequestControls.NONE));
            });
  }

  private static Outcome<CertificationRequest, CmpRefusal> crmf(ReceivedMessage message) {
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
    AttributeTypeAndValue @Nullable [] regInfo = request.getRegInfo();
    if (regInfo != null && regInfo.length > 0) {
      return Outcome.refused(CmpFailure.BAD_REQUEST.because("regInfo is not taken here"));
    }
    return RequestControls.read(message.bodyType(), request.getCertReq().getControls())
        .then(controls -> Outcome.of(of(request, controls)));
  }

  private static CertificationRequest of(CertReqMsg request, RequestControls controls) {
    @Nullable ProofOfPossession pop = request.getPop();
    CertTemplate template = request.getCertReq().getCertTemplate();
    decodeWhole(template.getSubject());
    return new CertificationRequest(
        template,
        hasBits(template.getPublicKey()),
        pop == null,
        pop != null && pop.getType() == ProofOfPossession.TYPE_RA_VERIFIED,
        Optional.ofNullable(pop),
        controls);
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
}
