package org.vouchseal.messages.cmp;

import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.messages.x509.SignatureVerdict;
import org.vouchseal.model.Outcome;

/**
 * Proof that the requester holds the private key: a signature by the key that is asked for, over
 * the received octets of the CertRequest (RFC 4211 §4.1) or of the CertificationRequestInfo (RFC
 * 2986 §4.2). Safe for many threads.
 */
public final class ProofOfPossession {

  private static final Outcome<SubjectPublicKeyInfo, CmpRefusal> MALFORMED =
      Outcome.refused(CmpFailure.BAD_DATA_FORMAT.because("the request cannot be decoded"));

  private final ForeignSignatures signatures;

  public ProofOfPossession(ForeignSignatures signatures) {
    this.signatures = signatures;
  }

  /**
   * Verifies the proof of one request.
   *
   * @param index place of the request in the body, from 0; it must exist
   * @return the public key of the template, possession of which is proved; refused with badPOP,
   *     with notAuthorized when the proof is raVerified, with badDataFormat when it is malformed
   */
  public Outcome<SubjectPublicKeyInfo, CmpRefusal> verify(ReceivedMessage message, int index) {
    try {
      return ofRequest(message, index);
    } catch (RuntimeException malformed) {
      // the library decodes when asked, and throws whatever comes to hand
      return MALFORMED;
    }
  }

  private Outcome<SubjectPublicKeyInfo, CmpRefusal> ofRequest(ReceivedMessage message, int index) {
    CertReqMsg request =
        CertReqMessages.getInstance(message.pki().getBody().getContent())
            .toCertReqMsgArray()[index];
    @Nullable SubjectPublicKeyInfo key = request.getCertReq().getCertTemplate().getPublicKey();
    org.bouncycastle.asn1.crmf.@Nullable ProofOfPossession proof = request.getPop();
    if (proof == null) {
      return bad("popo is absent");
    }
    if (proof.getType() == org.bouncycastle.asn1.crmf.ProofOfPossession.TYPE_RA_VERIFIED) {
      return Outcome.refused(
          CmpFailure.NOT_AUTHORIZED.because("raVerified is for registration authorities only"));
    }
    if (proof.getType() != org.bouncycastle.asn1.crmf.ProofOfPossession.TYPE_SIGNING_KEY) {
      return bad("popo is not a signature");
    }
    if (key == null || key.getPublicKeyData().getOctets().length == 0) {
      return bad("the template has no publicKey");
    }
    POPOSigningKey signed = POPOSigningKey.getInstance(proof.getObject());
    return signed.getPoposkInput() != null
        ? bad("poposkInput is present, though subject and publicKey are in the template")
        : verdict(
            signed.getAlgorithmIdentifier(),
            signed.getSignature(),
            key,
            message.certRequest(index));
  }

  /**
   * Verifies the signature of a p10cr.
   *
   * @return the public key that is asked for, possession of which is proved
   */
  public Outcome<SubjectPublicKeyInfo, CmpRefusal> verifyPkcs10(ReceivedMessage message) {
    try {
      return ofPkcs10(message);
    } catch (RuntimeException malformed) {
      // as above
      return MALFORMED;
    }
  }

  private Outcome<SubjectPublicKeyInfo, CmpRefusal> ofPkcs10(ReceivedMessage message) {
    CertificationRequest request =
        CertificationRequest.getInstance(message.pki().getBody().getContent());
    return verdict(
        request.getSignatureAlgorithm(),
        request.getSignature(),
        request.getCertificationRequestInfo().getSubjectPublicKeyInfo(),
        message.certificationRequestInfo());
  }

  private Outcome<SubjectPublicKeyInfo, CmpRefusal> verdict(
      AlgorithmIdentifier algorithm, ASN1BitString bits, SubjectPublicKeyInfo key, byte[] signed) {
    SignatureVerdict verdict =
        bits.getPadBits() != 0
            ? SignatureVerdict.INVALID
            : signatures.verify(algorithm, key, signed, bits.getOctets());
    return switch (verdict) {
      case VALID -> Outcome.of(key);
      case INVALID -> bad("the proof of possession does not verify over the request");
      case ALGORITHM_REFUSED ->
          Outcome.refused(
              CmpFailure.BAD_ALG.because(
                  "possession is proved with "
                      + algorithm.getAlgorithm()
                      + ", which is not accepted"));
      case KEY_REFUSED ->
          bad("publicKey does not fit the algorithm of the proof of possession or our limits");
    };
  }

  private static Outcome<SubjectPublicKeyInfo, CmpRefusal> bad(String text) {
    return Outcome.refused(CmpFailure.BAD_POP.because(text));
  }
}
