package org.vouchseal.issuing.cmp;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertOrEncCert;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIConfirmContent;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIMessages;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollRepContent;
import org.bouncycastle.asn1.cmp.RevRepContentBuilder;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;
import org.vouchseal.messages.cmp.AnswerHeader;
import org.vouchseal.messages.cmp.AnswerProtection;
import org.vouchseal.messages.cmp.BodyType;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.messages.cmp.HeaderFacts;

/** Builds our answers: header, body, protection, certificates. */
final class Answers {

  private static final int NONCE_OCTETS = 16;
  private static final int TRANSACTION_ID_OCTETS = 16;

  private final X500Name ourName;
  private final byte[] root;
  private final byte[] smimeCa;
  private final Clock clock;
  private final SecureRandom random;

  Answers(X500Name ourName, byte[] root, byte[] smimeCa, Clock clock, SecureRandom random) {
    this.ourName = ourName;
    this.root = root;
    this.smimeCa = smimeCa;
    this.clock = clock;
    this.random = random;
  }

  /** An error message (RFC 9810 §5.3.21). */
  Answer error(HeaderFacts request, AnswerProtection protection, CmpRefusal refusal) {
    PKIBody body = new PKIBody(PKIBody.TYPE_ERROR, new ErrorMsgContent(rejection(refusal)));
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  /** The answer to certConf and to a client's error. */
  Answer pkiConf(HeaderFacts request, AnswerProtection protection) {
    PKIBody body = new PKIBody(PKIBody.TYPE_CONFIRM, new PKIConfirmContent());
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  /** The answer to an rr that was done. */
  Answer revoked(HeaderFacts request, AnswerProtection protection, CertId revoked) {
    PKIBody body =
        new PKIBody(
            PKIBody.TYPE_REVOCATION_REP,
            new RevRepContentBuilder().add(new PKIStatusInfo(PKIStatus.granted), revoked).build());
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  /** The answer to a genm (RFC 9810 §5.3.20). */
  Answer general(HeaderFacts request, AnswerProtection protection, InfoTypeAndValue information) {
    PKIBody body = new PKIBody(PKIBody.TYPE_GEN_REP, new GenRepContent(information));
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  /**
   * What an issued certificate is answered with.
   *
   * @param envelopedData the private key, for its owner
   * @param encryptedCertificate what stands in the place of the certificate when the client shall
   *     prove that it can open it
   */
  record Issued(
      BodyType request,
      byte[] certificate,
      boolean withModifications,
      boolean implicitlyConfirmed,
      boolean underMac,
      Instant confirmUntil,
      Optional<byte[]> envelopedData,
      Optional<byte[]> encryptedCertificate) {}

  /** The answer to a request that cannot be decided yet (RFC 9810 §5.3.22). */
  Answer waiting(HeaderFacts request, AnswerProtection protection, BodyType asked, String whatFor) {
    PKIStatusInfo status = new PKIStatusInfo(PKIStatus.waiting, freeText(whatFor));
    PKIBody body =
        new PKIBody(answerTo(asked), certRepMessage(null, response(asked, status, null)));
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  /** The answer to a pollReq while the request still waits; seconds are at least one. */
  Answer pollRep(
      HeaderFacts request,
      AnswerProtection protection,
      BodyType asked,
      long checkAfterSeconds,
      String whatFor) {
    PKIBody body =
        new PKIBody(
            PKIBody.TYPE_POLL_REP,
            new PollRepContent(
                new ASN1Integer(asked.certReqId()),
                new ASN1Integer(checkAfterSeconds),
                freeText(whatFor)));
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  /** ip, cp or kup with the certificate; caPubs only in ip under MAC, where it bootstraps trust. */
  Answer issued(HeaderFacts request, AnswerProtection protection, Issued issued) {
    CertOrEncCert certificate =
        issued
            .encryptedCertificate()
            .map(der -> new CertOrEncCert(new EncryptedKey(EnvelopedData.getInstance(der))))
            .orElseGet(() -> new CertOrEncCert(certificate(issued.certificate())));
    CertifiedKeyPair pair =
        issued
            .envelopedData()
            .map(
                der ->
                    new CertifiedKeyPair(
                        certificate, new EncryptedKey(EnvelopedData.getInstance(der)), null))
            .orElseGet(() -> new CertifiedKeyPair(certificate));
    PKIStatus status = issued.withModifications() ? PKIStatus.grantedWithMods : PKIStatus.granted;
    CertResponse response = response(issued.request(), new PKIStatusInfo(status), pair);
    boolean bootstrap = issued.request() == BodyType.IR && issued.underMac();
    CMPCertificate @Nullable [] caPubs =
        bootstrap ? new CMPCertificate[] {certificate(root)} : null;
    PKIBody body = new PKIBody(answerTo(issued.request()), certRepMessage(caPubs, response));
    return answer(
        request,
        protection,
        body,
        List.of(smimeCa),
        header -> {
          boolean enveloped =
              issued.envelopedData().isPresent() || issued.encryptedCertificate().isPresent();
          AnswerHeader versioned = enveloped ? header.version3() : header;
          return issued.implicitlyConfirmed()
              ? versioned.confirmedImplicitly()
              : versioned.confirmedUntil(issued.confirmUntil());
        });
  }

  /** Several answers in one, in the order of the messages that they answer. */
  Answer nested(HeaderFacts request, AnswerProtection protection, List<byte[]> answers) {
    PKIMessage[] all = answers.stream().map(PKIMessage::getInstance).toArray(PKIMessage[]::new);
    PKIBody body = new PKIBody(PKIBody.TYPE_NESTED, new PKIMessages(all));
    return answer(request, protection, body, List.of(), UnaryOperator.identity());
  }

  private Answer answer(
      HeaderFacts request,
      AnswerProtection protection,
      PKIBody body,
      List<byte[]> certificates,
      UnaryOperator<AnswerHeader> change) {
    byte[] nonce = fresh(NONCE_OCTETS);
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    AnswerHeader header =
        AnswerHeader.to(request, ourName, fresh(TRANSACTION_ID_OCTETS), nonce, now);
    return new Answer(nonce, protection.protect(change.apply(header), body, certificates));
  }

  private byte[] fresh(int length) {
    byte[] octets = new byte[length];
    random.nextBytes(octets);
    return octets;
  }

  private static PKIStatusInfo rejection(CmpRefusal refusal) {
    byte[] bits = new byte[4];
    int bit = refusal.failure().bit();
    bits[bit / 8] = (byte) (0x80 >> (bit % 8));
    int octets = bit / 8 + 1;
    byte[] used = java.util.Arrays.copyOf(bits, octets);
    DERBitString named = new DERBitString(used, 7 - bit % 8);
    return new PKIStatusInfo(
        PKIStatus.rejection, freeText(refusal.text()), new PKIFailureInfo(named));
  }

  /** Which body answers a request for a certificate (RFC 9810 §5.3.2, §5.3.4, §5.3.6). */
  private static int answerTo(BodyType request) {
    return switch (request) {
      case IR -> PKIBody.TYPE_INIT_REP;
      case CR, P10CR -> PKIBody.TYPE_CERT_REP;
      case KUR -> PKIBody.TYPE_KEY_UPDATE_REP;
      default -> throw new IllegalStateException(request.label() + " asks for no certificate");
    };
  }

  private static PKIFreeText freeText(String text) {
    return new PKIFreeText(new DERUTF8String(text));
  }

  @SuppressWarnings("NullAway") // absent optional fields are null in BouncyCastle's constructors
  private static CertResponse response(
      BodyType request, PKIStatusInfo status, @Nullable CertifiedKeyPair pair) {
    return new CertResponse(new ASN1Integer(request.certReqId()), status, pair, null);
  }

  @SuppressWarnings("NullAway") // as above
  private static CertRepMessage certRepMessage(
      CMPCertificate @Nullable [] caPubs, CertResponse response) {
    return new CertRepMessage(caPubs, new CertResponse[] {response});
  }

  private static CMPCertificate certificate(byte[] der) {
    return new CMPCertificate(Certificate.getInstance(der));
  }
}
