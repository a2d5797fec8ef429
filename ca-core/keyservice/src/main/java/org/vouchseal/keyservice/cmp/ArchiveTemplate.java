package org.vouchseal.keyservice.cmp;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.crmf.PKIArchiveOptions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.jspecify.annotations.Nullable;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.ReceivedMessage;
import org.vouchseal.model.Outcome;

/**
 * What the one CertReqMsg of a message brings.
 *
 * @param subjectPublicKeyInfo DER; not copied
 * @param envelopedData DER; not copied
 */
record ArchiveTemplate(
    byte[] subjectPublicKeyInfo, EncryptionAlgorithm algorithm, byte[] envelopedData) {

  /** Reads a message whose protection has been verified. */
  static Outcome<ArchiveTemplate, CentralKeyOutcome.Refused> of(ReceivedMessage message) {
    if (message.bodyType() != BodyType.CR) {
      return badRequest("a key is archived by cr, found " + message.bodyType().label());
    }
    if (message.certRequestCount() != 1) {
      return badRequest("the body has " + message.certRequestCount() + " requests, allowed is 1");
    }
    try {
      return readable(
          CertReqMessages.getInstance(message.pki().getBody().getContent())
              .toCertReqMsgArray()[0]
              .getCertReq());
    } catch (IOException | RuntimeException malformed) {
      // the library throws whatever comes to hand
      return badRequest("the certificate request cannot be decoded");
    }
  }

  private static Outcome<ArchiveTemplate, CentralKeyOutcome.Refused> readable(CertRequest request)
      throws IOException {
    @Nullable SubjectPublicKeyInfo key = request.getCertTemplate().getPublicKey();
    if (key == null) {
      return Outcome.refused(Reason.BAD_CERT_TEMPLATE.because("publicKey is absent"));
    }
    byte[] spki = key.getEncoded(ASN1Encoding.DER);
    var algorithm = EncryptionAlgorithm.find(spki);
    if (algorithm.isEmpty()) {
      return Outcome.refused(
          Reason.BAD_CERT_TEMPLATE.because(
              "publicKey is none of RSA with 2048, 3072 or 4096 bits, P-256 and P-384"));
    }
    return envelope(request.getControls())
        .then(envelope -> Outcome.of(new ArchiveTemplate(spki, algorithm.get(), envelope)));
  }

  private static Outcome<byte[], CentralKeyOutcome.Refused> envelope(@Nullable Controls controls)
      throws IOException {
    AttributeTypeAndValue[] all =
        controls == null ? new AttributeTypeAndValue[0] : controls.toAttributeTypeAndValueArray();
    if (all.length != 1
        || !all[0].getType().equals(CRMFObjectIdentifiers.id_regCtrl_pkiArchiveOptions)) {
      return badRequest("control pkiArchiveOptions is needed, and no other is taken");
    }
    PKIArchiveOptions options = PKIArchiveOptions.getInstance(all[0].getValue());
    if (options.getType() != PKIArchiveOptions.encryptedPrivKey) {
      return badRequest("of pkiArchiveOptions only encryptedPrivKey is taken");
    }
    EncryptedKey key = EncryptedKey.getInstance(options.getValue());
    return key.isEncryptedValue()
        ? badRequest("encryptedPrivKey is an EncryptedValue, taken is an EnvelopedData")
        : Outcome.of(EnvelopedData.getInstance(key.getValue()).getEncoded(ASN1Encoding.DER));
  }

  private static <T> Outcome<T, CentralKeyOutcome.Refused> badRequest(String why) {
    return Outcome.refused(Reason.BAD_REQUEST.because(why));
  }
}
