package org.vouchseal.issuing.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.RevocationReason;

/** A CMP client in this JVM that keeps its messages and can bend them. */
final class Applicant {

  static final String PROTOCOL_ENCR_KEY = "1.3.6.1.5.5.7.5.1.6";

  final Room issuing;
  final Room.Enrolment enrolment;
  final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
  X509CertificateHolder certificate;

  private final String subject;

  Applicant(Room issuing, Room.Enrolment enrolment) {
    this(issuing, enrolment, "CN=" + enrolment.order().mailboxes().get(0).address());
  }

  /** Somebody who names another subject than his enrolment's. */
  Applicant(Room issuing, Room.Enrolment enrolment, String subject) {
    this.issuing = issuing;
    this.enrolment = enrolment;
    this.subject = subject;
  }

  static Applicant of(Room issuing, String mailbox) {
    return new Applicant(issuing, issuing.enrolment(mailbox));
  }

  /** One answer, decoded. */
  record Answer(int status, byte[] octets, PKIMessage message) {

    int type() {
      return message.getBody().getType();
    }

    byte[] transactionId() {
      return message.getHeader().getTransactionID().getOctets();
    }

    byte[] nonce() {
      return message.getHeader().getSenderNonce().getOctets();
    }

    boolean isProtected() {
      return message.getProtection() != null;
    }

    /** Name of the failInfo; empty when it is no error. */
    String failure() {
      if (type() != PKIBody.TYPE_ERROR) {
        return "";
      }
      int bits =
          new PKIFailureInfo(
                  ErrorMsgContent.getInstance(message.getBody().getContent())
                      .getPKIStatusInfo()
                      .getFailInfo())
              .intValue();
      for (var failure : org.vouchseal.messages.cmp.CmpFailure.values()) {
        int bit = failure.bit();
        int value = 1 << (8 * (bit / 8) + 7 - bit % 8);
        if (bits == value) {
          return failure.label();
        }
      }
      return Integer.toHexString(bits);
    }

    String text() {
      return ErrorMsgContent.getInstance(message.getBody().getContent())
          .getPKIStatusInfo()
          .getStatusString()
          .getStringAtUTF8(0)
          .getString();
    }

    CertResponse response() {
      return CertRepMessage.getInstance(message.getBody().getContent()).getResponse()[0];
    }

    X509CertificateHolder certificate() {
      return new X509CertificateHolder(
          response().getCertifiedKeyPair().getCertOrEncCert().getCertificate().getX509v3PKCert());
    }
  }

  Answer send(String path, byte[] message) {
    CmpHttpResponse response = issuing.post(path, message);
    return new Answer(response.status(), response.body(), PKIMessage.getInstance(response.body()));
  }

  CmpWriter writer() {
    byte[] id = new byte[16];
    byte[] nonce = new byte[16];
    issuing.random.nextBytes(id);
    issuing.random.nextBytes(nonce);
    return new CmpWriter()
        .messageTime(issuing.clock.instant())
        .transactionId(id)
        .senderNonce(nonce)
        .senderKid(enrolment.reference().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  String subject() {
    return subject;
  }

  CmpWriter irWriter() {
    return writer()
        .request(PKIBody.TYPE_INIT_REQ, subject(), spki(key), key.getPrivate(), "SHA256withECDSA");
  }

  byte[] mac(CmpWriter writer) {
    return writer.pbm(enrolment.secret(), 500);
  }

  byte[] ir() {
    return mac(irWriter());
  }

  /** Signed by the applicant's certificate. */
  byte[] signed(CmpWriter writer) {
    return signed(writer, certificate, key);
  }

  static byte[] signed(CmpWriter writer, X509CertificateHolder certificate, KeyPair key) {
    return writer
        .sender(certificate.getSubject())
        .senderKid(null)
        .extraCert(certificate)
        .signed(key.getPrivate(), "SHA256withECDSA");
  }

  static SubjectPublicKeyInfo spki(KeyPair pair) {
    return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
  }

  /** The writer of a message that follows an answer. */
  CmpWriter following(Answer answer) {
    return writer().transactionId(answer.transactionId()).recipNonce(answer.nonce());
  }

  CmpWriter certConf(Answer answer, byte[] hash, PKIStatusInfo status) {
    ASN1Encodable[] fields =
        status == null
            ? new ASN1Encodable[] {new DEROctetString(hash), new ASN1Integer(0)}
            : new ASN1Encodable[] {new DEROctetString(hash), new ASN1Integer(0), status};
    return following(answer)
        .body(
            new PKIBody(
                PKIBody.TYPE_CERT_CONFIRM,
                CertConfirmContent.getInstance(
                    new DERSequence(new ASN1Encodable[] {new DERSequence(fields)}))));
  }

  CmpWriter accepting(Answer answer) {
    return certConf(answer, sha256(answer.certificate()), null);
  }

  CmpWriter rejecting(Answer answer) {
    return certConf(answer, sha256(answer.certificate()), new PKIStatusInfo(PKIStatus.rejection));
  }

  static byte[] sha256(X509CertificateHolder certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Enrols for signing and confirms. */
  Applicant enrolled() {
    Answer ip = send("/p/signing", ir());
    if (ip.type() != PKIBody.TYPE_INIT_REP) {
      throw new IllegalStateException(ip.failure() + " " + ip.text());
    }
    Answer confirmed = send("/p/signing", mac(accepting(ip)));
    if (confirmed.type() != PKIBody.TYPE_CONFIRM) {
      throw new IllegalStateException(confirmed.failure() + " " + confirmed.text());
    }
    certificate = ip.certificate();
    return this;
  }

  /** A request for a central key; the control names a key for its delivery. */
  CmpWriter centralWriter(int type, boolean withControl, boolean raVerified) {
    Optional<Controls> controls =
        withControl
            ? Optional.of(
                new Controls(
                    new AttributeTypeAndValue(
                        new org.bouncycastle.asn1.ASN1ObjectIdentifier(PROTOCOL_ENCR_KEY),
                        spki(TestSigningKey.pair(KeyAlgorithm.P256)))))
            : Optional.empty();
    CertRequest request = CmpWriter.certRequest(subject(), null, controls.orElse(null));
    return writer().pvno(3).request(type, request, raVerified ? new ProofOfPossession() : null);
  }

  /** A certConf that belongs to no transaction. */
  CmpWriter certConfOfNothing() {
    return writer()
        .body(
            new PKIBody(
                PKIBody.TYPE_CERT_CONFIRM, CertConfirmContent.getInstance(new DERSequence())));
  }

  /** The body of an error message. */
  static PKIBody clientError() {
    return new PKIBody(
        PKIBody.TYPE_ERROR, new ErrorMsgContent(new PKIStatusInfo(PKIStatus.rejection)));
  }

  /** CertReqMessages for a key, proved by it. */
  CertReqMessages deviceRequest(KeyPair device) {
    CertRequest request = CmpWriter.certRequest(subject(), spki(device), null);
    return new CertReqMessages(
        new CertReqMsg(
            request, CmpWriter.signed(request, device.getPrivate(), "SHA256withECDSA"), null));
  }

  /** A further device's request. */
  CmpWriter deviceWriter(KeyPair device) {
    return writer()
        .request(
            PKIBody.TYPE_CERT_REQ, subject(), spki(device), device.getPrivate(), "SHA256withECDSA");
  }

  /** A kur for a new key; {@code named} stands in oldCertID, or nothing does. */
  CmpWriter kurWriter(KeyPair next, X509CertificateHolder named) {
    Controls controls =
        named == null
            ? null
            : new Controls(
                new AttributeTypeAndValue(
                    CRMFObjectIdentifiers.id_regCtrl_oldCertID,
                    new CertId(
                        new GeneralName(named.getIssuer()),
                        new ASN1Integer(named.getSerialNumber()))));
    CertRequest request = CmpWriter.certRequest(subject(), spki(next), controls);
    return writer()
        .request(
            PKIBody.TYPE_KEY_UPDATE_REQ,
            request,
            CmpWriter.signed(request, next.getPrivate(), "SHA256withECDSA"));
  }

  CmpWriter rrWriter(X509CertificateHolder revoked) {
    return rrWriter(new RevDetails(named(revoked)));
  }

  CmpWriter rrWriter(X509CertificateHolder revoked, RevocationReason reason) {
    Extension code = extension(new ASN1Enumerated(reason.code()));
    return rrWriter(
        RevDetails.getInstance(
            new DERSequence(new ASN1Encodable[] {named(revoked), new Extensions(code)})));
  }

  private static Extension extension(ASN1Enumerated reason) {
    try {
      return new Extension(Extension.reasonCode, false, reason.getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CertTemplate named(X509CertificateHolder revoked) {
    return new CertTemplateBuilder()
        .setIssuer(revoked.getIssuer())
        .setSerialNumber(new ASN1Integer(revoked.getSerialNumber()))
        .build();
  }

  private CmpWriter rrWriter(RevDetails details) {
    return writer().body(new PKIBody(PKIBody.TYPE_REVOCATION_REQ, new RevReqContent(details)));
  }
}
