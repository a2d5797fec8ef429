package org.vouchseal.lightcore;

import java.io.IOException;
import java.security.PrivateKey;
import java.util.Iterator;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** One answer of the CMP door, decoded by BouncyCastle. */
record Answer(byte[] octets, PKIMessage message) {

  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  static Answer of(byte[] octets) {
    return new Answer(octets, PKIMessage.getInstance(octets));
  }

  int type() {
    return message.getBody().getType();
  }

  /** For assertions: what an error says, empty when it is none. */
  String error() {
    return type() == PKIBody.TYPE_ERROR
        ? ErrorMsgContent.getInstance(message.getBody().getContent())
            .getPKIStatusInfo()
            .getStatusString()
            .getStringAtUTF8(0)
            .getString()
        : "";
  }

  byte[] transactionId() {
    return message.getHeader().getTransactionID().getOctets();
  }

  byte[] nonce() {
    return message.getHeader().getSenderNonce().getOctets();
  }

  X509CertificateHolder certificate() {
    return new X509CertificateHolder(pair().getCertOrEncCert().getCertificate().getX509v3PKCert());
  }

  /** Opens the delivered key package, and gives its content: a SignedData over the key. */
  byte[] openedKeyPackage(PrivateKey deliveryKey) {
    EnvelopedData envelope = EnvelopedData.getInstance(pair().getPrivateKey().getValue());
    try {
      Iterator<RecipientInformation> recipients =
          new CMSEnvelopedData(new ContentInfo(CMSObjectIdentifiers.envelopedData, envelope))
              .getRecipientInfos()
              .iterator();
      return recipients
          .next()
          .getContent(new JceKeyAgreeEnvelopedRecipient(deliveryKey).setProvider(BC));
    } catch (CMSException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] der(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private CertifiedKeyPair pair() {
    return CertRepMessage.getInstance(message.getBody().getContent())
        .getResponse()[0]
        .getCertifiedKeyPair();
  }
}
