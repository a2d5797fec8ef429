package org.vouchseal.lightcore;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.GenMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** Writes the messages of one applicant; sending the same octets again is up to the drill. */
final class Applicant {

  private static final String ECDSA = "SHA256withECDSA";
  private static final ASN1ObjectIdentifier PROTOCOL_ENCR_KEY =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1.6");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final RegistrationAuthority.Enrolment enrolment;
  private final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
  private final KeyPair deliveryKey = TestSigningKey.pair(KeyAlgorithm.P256);
  private X509CertificateHolder certificate;

  Applicant(RegistrationAuthority.Enrolment enrolment) {
    this.enrolment = enrolment;
  }

  RegistrationAuthority.Enrolment enrolment() {
    return enrolment;
  }

  String reference() {
    return enrolment.reference();
  }

  KeyPair deliveryKey() {
    return deliveryKey;
  }

  /** From now on messages are signed under this certificate. */
  void accept(X509CertificateHolder signing) {
    certificate = signing;
  }

  byte[] ir() {
    return underMac(
        writer().request(PKIBody.TYPE_INIT_REQ, subject(), spki(key), key.getPrivate(), ECDSA));
  }

  byte[] certConfUnderMac(Answer answer) {
    return underMac(accepting(answer));
  }

  /** Asks for a key of the key service, to be delivered to {@link #deliveryKey}. */
  byte[] centralKeyRequest() {
    Controls control =
        new Controls(new AttributeTypeAndValue(PROTOCOL_ENCR_KEY, spki(deliveryKey)));
    return signed(
        writer()
            .pvno(3)
            .request(PKIBody.TYPE_CERT_REQ, CmpWriter.certRequest(subject(), null, control), null));
  }

  /** A cr with these requests, as somebody else's library wrote them. */
  byte[] cr(CertReqMessages requests) {
    return signed(writer().pvno(3).body(new PKIBody(PKIBody.TYPE_CERT_REQ, requests)));
  }

  /** A genm with one question. */
  byte[] ask(ASN1ObjectIdentifier infoType) {
    return signed(
        writer()
            .body(
                new PKIBody(
                    PKIBody.TYPE_GEN_MSG, new GenMsgContent(new InfoTypeAndValue(infoType)))));
  }

  byte[] signedCertConf(Answer answer) {
    return signed(accepting(answer).pvno(3));
  }

  /** Revokes the applicant's own signing certificate. */
  byte[] rr() {
    CertTemplateBuilder template =
        new CertTemplateBuilder()
            .setIssuer(certificate.getIssuer())
            .setSerialNumber(new ASN1Integer(certificate.getSerialNumber()));
    return signed(
        writer()
            .body(
                new PKIBody(
                    PKIBody.TYPE_REVOCATION_REQ,
                    new RevReqContent(new RevDetails(template.build())))));
  }

  private CmpWriter writer() {
    return new CmpWriter()
        .messageTime(Instant.now())
        .transactionId(octets())
        .senderNonce(octets())
        .senderKid(enrolment.reference().getBytes(StandardCharsets.US_ASCII));
  }

  private CmpWriter accepting(Answer answer) {
    ASN1Encodable status =
        new DERSequence(
            new ASN1Encodable[] {
              new DEROctetString(sha256(answer.certificate())), new ASN1Integer(0)
            });
    return writer()
        .transactionId(answer.transactionId())
        .recipNonce(answer.nonce())
        .body(
            new PKIBody(
                PKIBody.TYPE_CERT_CONFIRM,
                CertConfirmContent.getInstance(new DERSequence(status))));
  }

  private byte[] underMac(CmpWriter writer) {
    return writer.pbm(enrolment.secret(), 500);
  }

  private byte[] signed(CmpWriter writer) {
    return writer
        .sender(certificate.getSubject())
        .senderKid(null)
        .extraCert(certificate)
        .signed(key.getPrivate(), ECDSA);
  }

  private String subject() {
    return "CN=" + enrolment.mailbox();
  }

  private static SubjectPublicKeyInfo spki(KeyPair pair) {
    return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
  }

  private static byte[] octets() {
    byte[] octets = new byte[16];
    RANDOM.nextBytes(octets);
    return octets;
  }

  private static byte[] sha256(X509CertificateHolder certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Answer.der(certificate));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
