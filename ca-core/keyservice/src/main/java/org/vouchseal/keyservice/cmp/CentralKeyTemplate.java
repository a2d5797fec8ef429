package org.vouchseal.keyservice.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.DeliveryKey;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * What the one CertReqMsg of a message asks for.
 *
 * @param algorithm the kind of key
 * @param deliveryKey the key that control protocolEncrKey names
 */
record CentralKeyTemplate(EncryptionAlgorithm algorithm, Optional<DeliveryKey> deliveryKey) {

  /** Reads a message whose protection has been verified. */
  static Outcome<CentralKeyTemplate, CentralKeyOutcome.Refused> of(ReceivedMessage message) {
    if (message.bodyType() != BodyType.IR && message.bodyType() != BodyType.CR) {
      return badRequest(
          "a central key is asked for by ir or cr, found " + message.bodyType().label());
    }
    if (message.certRequestCount() != 1) {
      return badRequest("the body has " + message.certRequestCount() + " requests, allowed is 1");
    }
    CertReqMsg request =
        CertReqMessages.getInstance(message.pki().getBody().getContent()).toCertReqMsgArray()[0];
    @Nullable ProofOfPossession proof = request.getPop();
    if (proof != null && proof.getType() != ProofOfPossession.TYPE_RA_VERIFIED) {
      return badRequest("popo is present, though the key is made here");
    }
    return algorithm(request.getCertReq().getCertTemplate().getPublicKey())
        .then(
            algorithm ->
                deliveryKey(request.getCertReq().getControls())
                    .then(key -> Outcome.of(new CentralKeyTemplate(algorithm, key))));
  }

  private static Outcome<EncryptionAlgorithm, CentralKeyOutcome.Refused> algorithm(
      @Nullable SubjectPublicKeyInfo asked) {
    if (asked == null) {
      return Outcome.of(EncryptionAlgorithm.RSA_3072);
    }
    if (asked.getPublicKeyData().getBytes().length != 0) {
      return badTemplate("publicKey has a key, though the key is made here; leave it out");
    }
    AlgorithmIdentifier algorithm = asked.getAlgorithm();
    if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return Outcome.of(EncryptionAlgorithm.RSA_3072);
    }
    boolean p256 =
        algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
            && SECObjectIdentifiers.secp256r1.equals(algorithm.getParameters());
    return p256
        ? Outcome.of(EncryptionAlgorithm.P_256)
        : badTemplate(
            "publicKey asks for algorithm "
                + algorithm.getAlgorithm()
                + ", made here are RSA and P-256");
  }

  private static Outcome<Optional<DeliveryKey>, CentralKeyOutcome.Refused> deliveryKey(
      @Nullable Controls controls) {
    @Nullable ASN1Encodable found = null;
    if (controls != null) {
      for (AttributeTypeAndValue control : controls.toAttributeTypeAndValueArray()) {
        if (control.getType().equals(CRMFObjectIdentifiers.id_regCtrl_pkiArchiveOptions)) {
          return badRequest("control pkiArchiveOptions is not accepted, the key is made here");
        }
        if (control.getType().equals(DeliveryKeys.PROTOCOL_ENCR_KEY)) {
          if (found != null) {
            return badRequest("control protocolEncrKey is there twice");
          }
          found = control.getValue();
        }
      }
    }
    if (found == null) {
      return Outcome.of(Optional.empty());
    }
    return Outcome.of(
        DeliveryKeys.of(found).map(Optional::of),
        () ->
            Reason.BAD_REQUEST.because(
                "control protocolEncrKey holds no P-256 or P-384 point and no RSA key of 2048 to"
                    + " 8192 bits"));
  }

  private static <T> Outcome<T, CentralKeyOutcome.Refused> badRequest(String why) {
    return Outcome.refused(Reason.BAD_REQUEST.because(why));
  }

  private static <T> Outcome<T, CentralKeyOutcome.Refused> badTemplate(String why) {
    return Outcome.refused(Reason.BAD_CERT_TEMPLATE.because(why));
  }
}
