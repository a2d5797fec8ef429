package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** A registered authority enrols under its own signature, within its tiers, domains and quota. */
@Tag("db")
class RegistrationAuthoritySpeakingCmpTest extends OneIssuing {

  private final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
  private final CmpAuthority ra = new CmpAuthority("acme");
  private Applicant anybody;

  @BeforeEach
  void register() {
    ra.registered(issuing);
    anybody = Applicant.of(issuing, "anybody@example.org");
  }

  @AfterEach
  void unregister() {
    ra.removed(issuing);
  }

  private Applicant.Answer send(byte[] message) {
    return anybody.send("/p/signing", message);
  }

  private Applicant.Answer ir(String mailbox) {
    return send(ra.signed(CmpAuthority.ir(issuing, mailbox, key)));
  }

  private CmpWriter accepting(Applicant.Answer ip) {
    return anybody.accepting(ip).senderKid(null);
  }

  private X509CertificateHolder enrolled() {
    Applicant.Answer ip = ir("anna@example.org");
    assertThat(ip.type()).as(ip.octets().length + ip.failure()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(send(ra.signed(accepting(ip))).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    return ip.certificate();
  }

  private static String refusal(Applicant.Answer answer) {
    return answer.failure() + ": " + (answer.failure().isEmpty() ? "" : answer.text());
  }

  @Test
  void ir_isAnOrderOfItsMailboxAndGivesItsCertificate() {
    X509CertificateHolder certificate = enrolled();

    assertThat(certificate.getSubject().toString()).isEqualTo("CN=anna@example.org");
    assertThat(certificate.getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(key));
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order WHERE ra = 'acme'"))
        .isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_statement WHERE kind = 'cmp'"))
        .isEqualTo(1);
  }

  @Test
  void holderOfTheCertificate_goesOnAlone() {
    X509CertificateHolder certificate = enrolled();
    Applicant anna = new Applicant(issuing, anybody.enrolment, "CN=anna@example.org");

    Applicant.Answer encryption =
        anna.send(
            "/p/encryption",
            Applicant.signed(
                anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false), certificate, key));

    assertThat(encryption.type()).as(refusal(encryption)).isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @ParameterizedTest
  @CsvSource({
    "/p/encryption,CR",
    "/p/encryption-cloud,CR",
    "/p/encryption-compat,IR",
    "/p/signing,CR",
    "/p/encryption,IR"
  })
  void privateKeysAndEverythingElse_areNotForTheAuthority(String path, String body) {
    int type = body.equals("IR") ? PKIBody.TYPE_INIT_REQ : PKIBody.TYPE_CERT_REQ;
    CmpWriter writer = anybody.centralWriter(type, true, false);

    Applicant.Answer answer = anybody.send(path, ra.signed(writer.senderKid(null)));

    assertThat(answer.failure()).isEqualTo("notAuthorized");
    assertThat(issuing.keyService.requests).isEmpty();
  }

  @Test
  void mailboxOfAnotherDomain_isNotAuthorizedAndLeavesNothing() {
    Applicant.Answer answer = ir("anna@example.com");

    assertThat(answer.failure()).isEqualTo("notAuthorized");
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order WHERE ra = 'acme'")).isZero();
  }

  @Test
  void quotaSpent_isNotAuthorized() {
    ra.registered(issuing, 1, false);
    assertThat(ir("anna@example.org").type()).isEqualTo(PKIBody.TYPE_INIT_REP);

    Applicant.Answer answer =
        send(
            ra.signed(
                CmpAuthority.ir(
                    issuing, "bob@example.org", TestSigningKey.pair(KeyAlgorithm.P256))));

    assertThat(answer.failure()).isEqualTo("notAuthorized");
    assertThat(answer.text()).contains("1");
  }

  @Test
  void subjectOtherThanTheMailbox_isBadCertTemplate() {
    CertRequest request = CmpAuthority.request("CN=Anna Example", "anna@example.org", key);

    Applicant.Answer answer =
        send(
            ra.signed(
                CmpAuthority.fresh(issuing)
                    .request(
                        PKIBody.TYPE_INIT_REQ,
                        request,
                        CmpWriter.signed(request, key.getPrivate(), "SHA256withECDSA"))));

    assertThat(answer.failure()).isEqualTo("badCertTemplate");
  }

  @Test
  void noMailbox_isBadCertTemplate() {
    CertRequest request = CmpAuthority.request("CN=anna@example.org", null, key);

    Applicant.Answer answer =
        send(
            ra.signed(
                CmpAuthority.fresh(issuing)
                    .request(
                        PKIBody.TYPE_INIT_REQ,
                        request,
                        CmpWriter.signed(request, key.getPrivate(), "SHA256withECDSA"))));

    assertThat(answer.failure()).isEqualTo("badCertTemplate");
  }

  @Test
  void raVerified_isTakenOnlyWhereTheRecordAllowsIt() {
    byte[] vouched = ra.signed(CmpAuthority.vouched(issuing, "anna@example.org", key));
    assertThat(send(vouched).failure()).isEqualTo("notAuthorized");

    ra.registered(issuing, 100, true);
    Applicant.Answer ip = send(ra.signed(CmpAuthority.vouched(issuing, "anna@example.org", key)));

    assertThat(ip.type()).as(refusal(ip)).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void certificateWithoutCmcRa_isNotTrusted() {
    CmpAuthority wrong = new CmpAuthority("wrong", KeyPurposeId.id_kp_clientAuth);
    wrong.registered(issuing);
    try {
      assertThat(send(wrong.signed(CmpAuthority.ir(issuing, "anna@example.org", key))).failure())
          .isEqualTo("signerNotTrusted");
    } finally {
      wrong.removed(issuing);
    }
  }

  @Test
  void anotherCertificateOfTheSameName_isNotTrusted() {
    CmpAuthority other = new CmpAuthority("acme");

    assertThat(send(other.signed(CmpAuthority.ir(issuing, "anna@example.org", key))).failure())
        .isEqualTo("signerNotTrusted");
  }

  @Test
  void removedAuthority_isNotTrustedAndItsOrdersGiveNothingMore() {
    X509CertificateHolder certificate = enrolled();
    ra.removed(issuing);

    assertThat(ir("bob@example.org").failure()).isEqualTo("signerNotTrusted");
    Applicant anna = new Applicant(issuing, anybody.enrolment, "CN=anna@example.org");
    Applicant.Answer device =
        anna.send(
            "/p/signing",
            Applicant.signed(
                anna.deviceWriter(TestSigningKey.pair(KeyAlgorithm.P256)), certificate, key));
    assertThat(device.failure()).isEqualTo("notAuthorized");
  }

  @Test
  void authorityRevokesWhatItOrdered_andNothingElse() {
    X509CertificateHolder certificate = enrolled();
    Applicant foreign = anybody.enrolled();

    assertThat(send(ra.signed(anybody.rrWriter(foreign.certificate).senderKid(null))).failure())
        .isEqualTo("notAuthorized");
    assertThat(send(ra.signed(anybody.rrWriter(certificate).senderKid(null))).type())
        .isEqualTo(PKIBody.TYPE_REVOCATION_REP);
  }

  @Test
  void confirmationByAnotherAuthority_isTransactionIdInUse() {
    CmpAuthority other = new CmpAuthority("other").registered(issuing);
    try {
      Applicant.Answer ip = ir("anna@example.org");

      assertThat(send(other.signed(accepting(ip))).failure()).isEqualTo("transactionIdInUse");
    } finally {
      other.removed(issuing);
    }
  }

  @Test
  void sameMessageAgain_getsTheSameAnswerAndIsOneOrder() {
    byte[] ir = ra.signed(CmpAuthority.ir(issuing, "anna@example.org", key));

    byte[] first = send(ir).octets();

    assertThat(send(ir).octets()).isEqualTo(first);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order WHERE ra = 'acme'"))
        .isEqualTo(1);
  }
}
