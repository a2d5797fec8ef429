package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PollRepContent;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** A renewal whose validation has ended waits; its client polls (RFC 9810 §5.3.22). */
@Tag("db")
class ClientPollingTest extends OneIssuing {

  private static final Duration PAST_VALIDATION = Duration.ofDays(301);
  private static final Duration CHECK_AFTER = Duration.ofSeconds(31);

  private final KeyPair next = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;
  private Instant validated;

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
    validated = issuing.clock.instant();
    issuing.clock.advance(PAST_VALIDATION);
  }

  /** As if the validation had been renewed: the clock goes back to where it held. */
  private void validateAnew() {
    issuing.clock.advance(Duration.between(issuing.clock.instant(), validated).plusSeconds(5));
    DatabaseWriter.write(
        "UPDATE cmp_transaction SET poll_after = '2000-01-01' WHERE state = 'WAITING'");
  }

  private Applicant.Answer send(CmpWriter writer) {
    return anna.send("/p/signing", anna.signed(writer));
  }

  private Applicant.Answer kur() {
    return send(anna.kurWriter(next, anna.certificate));
  }

  private static PKIBody asking(int certReqId) {
    return new PKIBody(
        PKIBody.TYPE_POLL_REQ, new DERSequence(new DERSequence(new ASN1Integer(certReqId))));
  }

  private CmpWriter pollReq(Applicant.Answer before) {
    return anna.following(before).body(asking(0));
  }

  private Applicant.Answer poll(Applicant.Answer before) {
    return send(pollReq(before));
  }

  private static PollRepContent pollRep(Applicant.Answer answer) {
    assertThat(answer.failure()).isEmpty();
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_POLL_REP);
    return PollRepContent.getInstance(answer.message().getBody().getContent());
  }

  @Test
  void renewalAfterTheValidationEnded_waitsAndSaysWhatFor() {
    Applicant.Answer kup = kur();

    assertThat(kup.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    assertThat(kup.response().getStatus().getStatus().intValue()).isEqualTo(PKIStatus.WAITING);
    assertThat(kup.response().getStatus().getStatusString().getStringAtUTF8(0).getString())
        .contains("prove your mailbox again");
    assertThat(kup.response().getCertifiedKeyPair()).isNull();
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan WHERE profile = 'signing'"))
        .isEqualTo(1);
  }

  @Test
  void furtherDeviceAfterTheValidationEnded_isNotAuthorized() {
    assertThat(send(anna.deviceWriter(next)).failure()).isEqualTo("notAuthorized");
  }

  @Test
  void poll_isAnsweredWithCheckAfterAndTheReasonAsLongAsItTakes() {
    Applicant.Answer answer = kur();
    for (int i = 0; i < 3; i++) {
      issuing.clock.advance(CHECK_AFTER);
      answer = poll(answer);

      assertThat(pollRep(answer).getCertReqId(0).getValue()).isZero();
      assertThat(pollRep(answer).getCheckAfter(0).getValue()).isEqualTo(30);
      assertThat(pollRep(answer).getReason(0).getStringAtUTF8(0).getString())
          .contains("prove your mailbox again");
    }
  }

  @Test
  void pollOnceTheValidationIsRenewed_getsTheCertificateAndConfirmsIt() {
    Applicant.Answer kup = kur();
    validateAnew();

    Applicant.Answer done = poll(kup);

    assertThat(done.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    X509CertificateHolder renewed = done.certificate();
    assertThat(renewed.getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(next));
    assertThat(send(anna.accepting(done)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void pollRepeatedOctetByOctet_getsTheSameAnswer() {
    Applicant.Answer kup = kur();
    validateAnew();
    byte[] pollReq = anna.signed(pollReq(kup));

    Applicant.Answer done = anna.send("/p/signing", pollReq);
    Applicant.Answer again = anna.send("/p/signing", pollReq);

    assertThat(done.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    assertThat(again.octets()).isEqualTo(done.octets());
  }

  @Test
  void requestRepeatedOctetByOctet_isToldToWaitAgain_untilAPollWasAnswered() {
    byte[] kur = anna.signed(anna.kurWriter(next, anna.certificate));
    Applicant.Answer waiting = anna.send("/p/signing", kur);

    assertThat(anna.send("/p/signing", kur).octets()).isEqualTo(waiting.octets());
    issuing.clock.advance(CHECK_AFTER);
    poll(waiting);
    assertThat(anna.send("/p/signing", kur).failure()).isEqualTo("transactionIdInUse");
  }

  @Test
  void pollBeforeItsTime_isToldTheRest() {
    Applicant.Answer kup = kur();
    issuing.clock.advance(Duration.ofSeconds(10));

    PollRepContent early = pollRep(poll(kup));

    assertThat(early.getCheckAfter(0).getValue()).isEqualTo(20);
    assertThat(early.getReason(0).getStringAtUTF8(0).getString())
        .contains("asked too early", "prove your mailbox again");
  }

  @Test
  void pollWithAnotherCertReqId_isBadRequest() {
    Applicant.Answer kup = kur();

    assertThat(send(anna.following(kup).body(asking(1))).failure()).isEqualTo("badRequest");
    assertThat(send(anna.following(kup).body(asking(-1))).failure()).isEqualTo("badRequest");
  }

  @Test
  void pollWithAnOldNonce_isBadRecipientNonce() {
    Applicant.Answer kup = kur();
    issuing.clock.advance(CHECK_AFTER);
    poll(kup);

    assertThat(poll(kup).failure()).isEqualTo("badRecipientNonce");
  }

  @Test
  void pollOfSomebodyElse_isTransactionIdInUse() {
    Applicant.Answer kup = kur();
    Applicant bob = Applicant.of(issuing, "bob@example.org").enrolled();

    Applicant.Answer answer = bob.send("/p/signing", bob.signed(pollReq(kup)));

    assertThat(answer.failure()).isEqualTo("transactionIdInUse");
  }

  @Test
  void pollAfterTheSignerWasRevoked_endsTheRequest() {
    Applicant.Answer kup = kur();
    send(anna.rrWriter(anna.certificate));
    issuing.clock.advance(CHECK_AFTER);

    assertThat(poll(kup).failure()).isEqualTo("certRevoked");
    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction WHERE state = 'REFUSED'"))
        .isEqualTo(1);
  }

  @Test
  void waitingTooLong_endsItAndGivesTheUseBack() {
    Applicant.Answer kup = kur();
    issuing.clock.advance(Duration.ofDays(31));
    issuing.runDue();

    assertThat(poll(kup).failure()).isEqualTo("badRequest");
    assertThat(poll(kup).text()).contains("waited too long");
    assertThat(kur().response().getStatus().getStatus().intValue()).isEqualTo(PKIStatus.WAITING);
  }

  @Test
  void errorOfTheClient_endsTheWaiting() {
    Applicant.Answer kup = kur();

    assertThat(send(anna.following(kup).body(Applicant.clientError())).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(
            issuing.count("SELECT COUNT(*) FROM registrar_order_use WHERE use_name LIKE 'renew%'"))
        .isZero();
  }

  @Test
  void certConfWhileItWaits_isBadRequest() {
    Applicant.Answer kup = kur();

    assertThat(
            send(anna.following(kup)
                    .body(
                        new PKIBody(
                            PKIBody.TYPE_CERT_CONFIRM,
                            org.bouncycastle.asn1.cmp.CertConfirmContent.getInstance(
                                new DERSequence()))))
                .failure())
        .isEqualTo("badRequest");
  }
}
