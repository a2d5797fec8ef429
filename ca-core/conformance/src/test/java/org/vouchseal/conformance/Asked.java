package org.vouchseal.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.messages.fixtures.CmpWriter;

/** Messages that {@code openssl cmp} of Debian 12 does not write, and what comes back. */
final class Asked {

  private static final ASN1ObjectIdentifier CERT_PROFILE =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.21");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Asked() {}

  static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(256);
      } else if (algorithm.equals("RSA")) {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A message of its own transaction, implicitly confirmed, as the holder of the secret. */
  static CmpWriter message() {
    byte[] id = new byte[16];
    RANDOM.nextBytes(id);
    return new CmpWriter()
        .sender(new X500Name(new org.bouncycastle.asn1.x500.RDN[0]))
        .senderKid("conformance".getBytes(StandardCharsets.US_ASCII))
        .messageTime(Instant.now())
        .transactionId(id)
        .implicitConfirm();
  }

  /** The same for a key that is made by the CA. */
  static CmpWriter centralKey(int body, String profile) {
    return message()
        .pvno(3)
        .generalInfo(
            new InfoTypeAndValue(CERT_PROFILE, new DERSequence(new DERUTF8String(profile))))
        .request(body, CmpWriter.certRequest("CN=central", null, null), null);
  }

  /** The same for a key of the client. */
  static CmpWriter localKey(CmpWriter message, int body, KeyPair keys, String algorithm) {
    return message.request(
        body,
        "CN=local",
        SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
        keys.getPrivate(),
        algorithm);
  }

  static PKIMessage answer(byte[] der) {
    return PKIMessage.getInstance(der);
  }

  /** The one response of ip or cp. */
  static CertResponse response(byte[] der) {
    PKIBody body = answer(der).getBody();
    if (body.getType() == PKIBody.TYPE_ERROR) {
      throw new AssertionError(
          ErrorMsgContent.getInstance(body.getContent())
              .getPKIStatusInfo()
              .getStatusString()
              .getStringAtUTF8(0)
              .getString());
    }
    return CertRepMessage.getInstance(body.getContent()).getResponse()[0];
  }

  static X509CertificateHolder certificate(byte[] der) {
    try {
      return new X509CertificateHolder(
          response(der)
              .getCertifiedKeyPair()
              .getCertOrEncCert()
              .getCertificate()
              .getX509v3PKCert()
              .getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bits of failInfo of an error. */
  static int failInfo(byte[] der) {
    return new PKIFailureInfo(
            ErrorMsgContent.getInstance(answer(der).getBody().getContent())
                .getPKIStatusInfo()
                .getFailInfo())
        .intValue();
  }
}
