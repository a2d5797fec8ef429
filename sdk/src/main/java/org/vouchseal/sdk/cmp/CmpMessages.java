package org.vouchseal.sdk.cmp;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevRepContent;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.VouchsealException;
import org.vouchseal.sdk.x509.TrustAnchors;

/**
 * The messages of an end entity, and the reading of their answers. Keeps no state between calls:
 * what a later step needs of an earlier one is read from the stored bytes of that message.
 */
public final class CmpMessages {

  private static final int CERT_REQ_ID = 0;
  private static final int PVNO_WITH_ENVELOPED_DATA = 3;

  private final Envelope envelope;
  private final AnswerCheck check;
  private final ReplyReader replies;
  private final OwnKeyRequest ownKeys;

  /**
   * @param anchors what signers of answers must lead to
   * @param clock for messageTime and the validity of signers
   * @param random for transaction numbers, nonces, salts and signatures
   */
  public CmpMessages(TrustAnchors anchors, Clock clock, SecureRandom random) {
    this.envelope = new Envelope(clock, random);
    this.check = new AnswerCheck(anchors, clock);
    this.replies = new ReplyReader(check);
    this.ownKeys = new OwnKeyRequest(random);
  }

  /**
   * An {@code ir} for a key of ours, with proof of possession by signature (RFC 9810 §5.2.8.2).
   *
   * @param subject RFC 2253 text, exactly as the mailbox proof gave it
   */
  public byte[] signingRequest(SharedSecret secret, String subject, KeyPair key) {
    X500Name name = name(subject);
    PKIBody body = body(PKIBody.TYPE_INIT_REQ, ownKeys.request(name, key, null));
    return envelope.opening(PKIHeader.CMP_2000, body, secret, name);
  }

  /**
   * A {@code cr} for a key that the service makes: no public key and no proof of possession, and
   * the key to deliver to in the protocolEncrKey control (RFC 4211 §6.6, RFC 9810 §4.2.1.1).
   *
   * @param deliveryKey EC or RSA, for this one answer only
   */
  public byte[] encryptionRequest(
      SigningCredential credential, String subject, PublicKey deliveryKey) {
    X500Name name = name(subject);
    CertTemplate template = new CertTemplateBuilder().setSubject(name).build();
    Controls controls =
        new Controls(
            new AttributeTypeAndValue(
                CRMFObjectIdentifiers.id_regCtrl_protocolEncrKey,
                SubjectPublicKeyInfo.getInstance(deliveryKey.getEncoded())));
    CertReqMsg message =
        new CertReqMsg(new CertRequest(CERT_REQ_ID, template, controls), null, null);
    return envelope.opening(
        PVNO_WITH_ENVELOPED_DATA, body(PKIBody.TYPE_CERT_REQ, message), credential, name);
  }

  /**
   * A {@code kur} that updates the certificate which signs it, with a new key of ours (RFC 9810
   * §5.3.5, RFC 9483 §4.1.3).
   *
   * @param old the certificate that is updated, and its key
   */
  public byte[] updateRequest(SigningCredential old, String subject, KeyPair key) {
    X500Name name = name(subject);
    X509Certificate updated = old.certificate();
    Controls controls =
        new Controls(
            new AttributeTypeAndValue(
                CRMFObjectIdentifiers.id_regCtrl_oldCertID,
                new CertId(
                    new GeneralName(
                        X500Name.getInstance(updated.getIssuerX500Principal().getEncoded())),
                    new ASN1Integer(updated.getSerialNumber()))));
    PKIBody body = body(PKIBody.TYPE_KEY_UPDATE_REQ, ownKeys.request(name, key, controls));
    return envelope.opening(PKIHeader.CMP_2000, body, old, name);
  }

  /** An {@code rr} for one certificate (RFC 9810 §5.3.9), signed by a certificate of its order. */
  public byte[] revocationRequest(
      SigningCredential credential, X509Certificate certificate, RevocationReason reason) {
    try {
      CertTemplate template =
          new CertTemplateBuilder()
              .setSerialNumber(new ASN1Integer(certificate.getSerialNumber()))
              .setIssuer(X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()))
              .build();
      Extension code =
          new Extension(
              Extension.reasonCode,
              false,
              new DEROctetString(new ASN1Enumerated(reason.code()).getEncoded()));
      RevDetails details = new RevDetails(template, new Extensions(code));
      PKIBody body = new PKIBody(PKIBody.TYPE_REVOCATION_REQ, new DERSequence(details));
      return envelope.opening(PKIHeader.CMP_2000, body, credential, template.getIssuer());
    } catch (IOException e) {
      throw new IllegalStateException("a reason code cannot be encoded", e);
    }
  }

  /**
   * A {@code pollReq} for the answer to a waiting request (RFC 9810 §5.3.22).
   *
   * @param request the {@code ir} or {@code cr} that waits
   * @param last the CA's last answer in this transaction, which said so
   */
  public byte[] pollRequest(byte[] request, byte[] last, Credential credential) {
    PKIHeader own = PKIMessage.getInstance(request).getHeader();
    PKIHeader answer = PKIMessage.getInstance(last).getHeader();
    PKIBody body =
        new PKIBody(PKIBody.TYPE_POLL_REQ, new PollReqContent(new ASN1Integer(CERT_REQ_ID)));
    return envelope.following(own.getPvno().intValueExact(), body, credential, own, answer);
  }

  /** The transactionID of a message in hexadecimal, by which the CA's log finds it. */
  public static String transactionOf(byte[] message) {
    return HexFormat.of()
        .formatHex(PKIMessage.getInstance(message).getHeader().getTransactionID().getOctets());
  }

  /** Whether a pollReq of ours was made in answer to {@code last}. */
  public static boolean follows(byte[] poll, byte[] last) {
    return PKIMessage.getInstance(last)
        .getHeader()
        .getSenderNonce()
        .equals(PKIMessage.getInstance(poll).getHeader().getRecipNonce());
  }

  /**
   * Reads the answer to an {@code ir} or {@code cr}.
   *
   * @throws NotVerified when the answer is not to be believed
   * @throws RefusedByCa when the CA refuses
   */
  public Reply readReply(byte[] request, byte[] received, Credential credential) {
    return replies.read(PKIMessage.getInstance(request), received, credential);
  }

  /**
   * Reads the answer to a {@code pollReq}: that one still has to wait, or the answer to the
   * request.
   *
   * @throws NotVerified when the answer is not to be believed
   * @throws RefusedByCa when the CA refuses
   */
  public Reply readPolled(byte[] request, byte[] poll, byte[] received, Credential credential) {
    return replies.readPolled(
        PKIMessage.getInstance(request), PKIMessage.getInstance(poll), received, credential);
  }

  /**
   * As {@link #readReply}, for who does not wait.
   *
   * @throws Pending when the CA has not decided
   */
  public Grant readGrant(byte[] request, byte[] received, Credential credential) {
    return readReply(request, received, credential)
        .fold(
            grant -> grant,
            waiting -> {
              throw new Pending(ReplyReader.undecided());
            });
  }

  /** A {@code certConf} that accepts what {@link #readGrant} gave (RFC 9810 §5.3.18). */
  public byte[] acceptance(byte[] request, byte[] received, Credential credential, Grant grant) {
    return confirmation(request, received, credential, grant, false);
  }

  /** A {@code certConf} that rejects it, so that the CA revokes what nobody will use. */
  public byte[] rejection(byte[] request, byte[] received, Credential credential, Grant grant) {
    return confirmation(request, received, credential, grant, true);
  }

  private byte[] confirmation(
      byte[] request, byte[] received, Credential credential, Grant grant, boolean reject) {
    PKIHeader own = PKIMessage.getInstance(request).getHeader();
    PKIHeader answer = PKIMessage.getInstance(received).getHeader();
    CertificateHash hash = CertificateHash.of(grant.certificate());
    PKIBody body =
        new PKIBody(PKIBody.TYPE_CERT_CONFIRM, new DERSequence(hash.status(CERT_REQ_ID, reject)));
    int version = hash.version(own.getPvno().intValueExact());
    return envelope.following(version, body, credential, own, answer);
  }

  /**
   * Reads the answer to a {@code certConf}.
   *
   * @throws NotVerified when the answer is not to be believed
   * @throws RefusedByCa when the CA refuses
   */
  public void readConfirmed(byte[] confirmation, byte[] received, Credential credential) {
    Answer answer = check.read(PKIMessage.getInstance(confirmation), received, credential);
    ReplyReader.requireType(answer, PKIBody.TYPE_CONFIRM);
  }

  /**
   * Reads the answer to an {@code rr}; returns when the certificate is revoked.
   *
   * @throws NotVerified when the answer is not to be believed
   * @throws RefusedByCa when the CA refuses
   */
  public void readRevoked(byte[] request, byte[] received, SigningCredential credential) {
    Answer answer = check.read(PKIMessage.getInstance(request), received, credential);
    ReplyReader.requireType(answer, PKIBody.TYPE_REVOCATION_REP);
    try {
      PKIStatusInfo[] status = RevRepContent.getInstance(answer.body().getContent()).getStatus();
      if (status.length != 1) {
        throw Refusals.answer("it holds " + status.length + " statuses for one certificate");
      }
      ReplyReader.requireDecided(answer.header(), status[0]);
    } catch (VouchsealException refused) {
      throw refused;
    } catch (RuntimeException e) {
      throw Refusals.answer("its revocation response is malformed", e);
    }
  }

  private static PKIBody body(int type, CertReqMsg message) {
    return new PKIBody(type, new CertReqMessages(message));
  }

  // RFC 2253 writes the last RDN first, which RFC4519Style turns round.
  private static X500Name name(String subject) {
    try {
      return new X500Name(RFC4519Style.INSTANCE, subject);
    } catch (IllegalArgumentException e) {
      throw Refusals.answer("the subject of the mailbox proof is not a distinguished name", e);
    }
  }
}
