package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** certConf in every way that it can come. */
class ApplicantConfirmingTest extends OneIssuing {

  private Applicant anna;
  private Applicant.Answer ip;

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org");
    ip = anna.send("/p/signing", anna.ir());
  }

  private long revoked() {
    return issuing.count("SELECT COUNT(*) FROM revocation");
  }

  private Applicant.Answer irAgain() {
    return anna.send("/p/signing", anna.ir());
  }

  @Test
  void secondRequestWhileUnconfirmed_isDuplicateCertReq() {
    assertThat(irAgain().failure()).isEqualTo("duplicateCertReq");
  }

  @Test
  void wrongHash_isBadCertIdAndRevokedAndTheUseIsFreeAgain() {
    Applicant.Answer answer =
        anna.send("/p/signing", anna.mac(anna.certConf(ip, new byte[32], null)));

    assertThat(answer.failure()).isEqualTo("badCertId");
    assertThat(revoked()).isEqualTo(1);
    assertThat(irAgain().type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void rejection_isPkiConfAndRevokedAndTheSecretLivesOn() {
    Applicant.Answer answer = anna.send("/p/signing", anna.mac(anna.rejecting(ip)));

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(revoked()).isEqualTo(1);
    assertThat(irAgain().type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void emptyCertConf_isARejection() {
    byte[] empty =
        anna.mac(
            anna.following(ip)
                .body(
                    new PKIBody(
                        PKIBody.TYPE_CERT_CONFIRM,
                        CertConfirmContent.getInstance(new DERSequence()))));

    assertThat(anna.send("/p/signing", empty).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(revoked()).isEqualTo(1);
  }

  @Test
  void acceptedWithFailInfo_isBadRequestAndNothingChanges() {
    PKIStatusInfo both =
        new PKIStatusInfo(
            PKIStatus.granted,
            new PKIFreeText("fine"),
            new PKIFailureInfo(PKIFailureInfo.badRequest));
    byte[] message = anna.mac(anna.certConf(ip, Applicant.sha256(ip.certificate()), both));

    assertThat(anna.send("/p/signing", message).failure()).isEqualTo("badRequest");
    assertThat(revoked()).isZero();
  }

  @Test
  void twoCertStatus_isBadRequest() {
    ASN1Encodable one = status(ip);
    byte[] message =
        anna.mac(
            anna.following(ip)
                .body(
                    new PKIBody(
                        PKIBody.TYPE_CERT_CONFIRM,
                        CertConfirmContent.getInstance(
                            new DERSequence(new ASN1Encodable[] {one, one})))));

    assertThat(anna.send("/p/signing", message).failure()).isEqualTo("badRequest");
  }

  private static DERSequence status(Applicant.Answer ip) {
    return new DERSequence(
        new ASN1Encodable[] {
          new DEROctetString(Applicant.sha256(ip.certificate())), new ASN1Integer(0)
        });
  }

  @Test
  void anotherCertConfAfterConfirmation_isCertConfirmed() {
    byte[] accepting = anna.mac(anna.accepting(ip));
    Applicant.Answer first = anna.send("/p/signing", accepting);

    assertThat(anna.send("/p/signing", accepting).octets()).isEqualTo(first.octets());
    Applicant.Answer other =
        anna.send("/p/signing", anna.mac(anna.accepting(ip).recipNonce(first.nonce())));
    assertThat(other.failure()).isEqualTo("certConfirmed");
  }

  @Test
  void wrongNonce_isBadRecipientNonce() {
    byte[] message = anna.mac(anna.accepting(ip).recipNonce(new byte[16]));

    assertThat(anna.send("/p/signing", message).failure()).isEqualTo("badRecipientNonce");
    assertThat(revoked()).isZero();
  }

  @Test
  void signedByTheNewKeyInstead_isWrongIntegrity() {
    byte[] message = Applicant.signed(anna.accepting(ip), ip.certificate(), anna.key);

    assertThat(anna.send("/p/signing", message).failure()).isEqualTo("wrongIntegrity");
  }

  @Test
  void underAnotherMacAlgorithm_isBadMessageCheck() {
    byte[] message = anna.accepting(ip).pbmac1(anna.enrolment.secret(), 1000);

    assertThat(anna.send("/p/signing", message).failure()).isEqualTo("badMessageCheck");
  }

  @Test
  void neverConfirmed_isRevokedAfterTheWaitAndFreesTheUse() {
    issuing.clock.advance(Duration.ofMinutes(59));
    issuing.runDue();
    assertThat(revoked()).isZero();

    issuing.clock.advance(Duration.ofMinutes(2));
    issuing.runDue();

    assertThat(revoked()).isEqualTo(1);
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).failure())
        .isEqualTo("certRevoked");
    assertThat(irAgain().type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void errorFromTheClient_isPkiConfAndRevokes() {
    byte[] message =
        anna.mac(
            anna.following(ip)
                .body(
                    new PKIBody(
                        PKIBody.TYPE_ERROR,
                        new ErrorMsgContent(new PKIStatusInfo(PKIStatus.rejection)))));

    assertThat(anna.send("/p/signing", message).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(revoked()).isEqualTo(1);
  }

  @Test
  void answersAreErasedAfterTheRetryWindow() {
    anna.send("/p/signing", anna.mac(anna.accepting(ip)));
    issuing.clock.advance(Duration.ofSeconds(59));
    issuing.runDue();
    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction WHERE answer IS NULL")).isZero();

    issuing.clock.advance(Duration.ofSeconds(2));
    issuing.runDue();

    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM cmp_transaction WHERE answer IS NULL"
                    + " AND answer_digest IS NOT NULL"))
        .isEqualTo(1);
  }
}
