package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.testdatabase.TestDatabase;

/** An office mailbox gets a new owner; the former one says within a day that this is wrong. */
class FormerOwnerObjectingTest extends OneIssuing {

  private Applicant former;
  private Applicant next;

  @BeforeEach
  void handTheMailboxOn() {
    former = Applicant.of(issuing, "office@example.org").enrolled();
    next = Applicant.of(issuing, "office@example.org").enrolled();
  }

  @Test
  void objectionInTime_stopsTheRevocationForGoodAndIsKept() {
    issuing.clock.advance(Duration.ofHours(24).minusSeconds(1));

    assertThat(object(proofOf(former)).status()).isEqualTo(200);
    issuing.clock.advance(Duration.ofDays(3));
    issuing.runDue();

    assertThat(revocations()).isZero();
    assertThat(issuing.query(next.enrolment.reference()).body()).contains("\"state\":\"OBJECTED\"");
    assertThat(issuing.count("SELECT COUNT(*) FROM owner_objection WHERE LENGTH(proof) > 100"))
        .isEqualTo(1);
    assertThat(audited("owner.succession.objected")).isEqualTo(1);
    assertThat(audited("owner.succession.done")).isZero();
  }

  @Test
  void objectionAtTheHour_isTooLate() {
    issuing.clock.advance(Duration.ofHours(24));

    refused(object(proofOf(former)), 410, "objection-too-late");
    issuing.runDue();

    assertThat(revocations()).isEqualTo(1);
    refused(object(proofOf(former)), 422, "objection-certificate-not-valid");
  }

  @Test
  void repeatedObjection_changesNothingEvenAfterItsCertificateEnded() {
    byte[] proof = proofOf(former);
    assertThat(object(proof).status()).isEqualTo(200);
    assertThat(object(proof).status()).isEqualTo(200);
    assertThat(object(proofOf(former)).status()).as("another signature").isEqualTo(200);
    former.send("/p/signing", former.signed(former.rrWriter(former.certificate)));

    assertThat(object(proof).status()).isEqualTo(200);
    refused(object(proofOf(former)), 422, "objection-certificate-not-valid");
    assertThat(audited("owner.succession.objected")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM owner_objection")).isEqualTo(1);
  }

  @Test
  void objectionOfTheNewOwnerOrAStranger_isRefused() {
    Applicant stranger = Applicant.of(issuing, "other@example.org").enrolled();

    refused(object(proofOf(next)), 403, "objection-not-yours");
    refused(object(proofOf(stranger)), 403, "objection-not-yours");
    assertNothingStopped();
  }

  @Test
  void objectionUnderARevokedCertificate_isRefused() {
    former.send("/p/signing", former.signed(former.rrWriter(former.certificate)));

    refused(object(proofOf(former)), 422, "objection-certificate-not-valid");
  }

  @Test
  void objectionUnderAnotherKey_isRefused() {
    KeyPair other = TestSigningKey.pair(KeyAlgorithm.P256);

    refused(object(proof(statement(next), former.certificate, other)), 422, "objection-not-proved");
    assertNothingStopped();
  }

  /** {@code REF} stands for the enrolment that is objected to. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "REF",
        "vouchseal-objection-1:",
        "vouchseal-objection-1:REF\n",
        "vouchseal-objection-1:another-enrolment",
        "vouchseal-objection-2:REF"
      })
  void proofOverAnotherText_isRefused(String text) {
    String signed = text.replace("REF", next.enrolment.reference());

    refused(object(proof(signed, former.certificate, former.key)), 422, "objection-not-proved");
    assertNothingStopped();
  }

  @Test
  void proofForAnotherEnrolment_isNotReplayed() {
    Applicant third = Applicant.of(issuing, "office@example.org").enrolled();
    byte[] againstNext = proofOf(former);

    refused(object(third, againstNext), 422, "objection-not-proved");
    assertThat(object(next, againstNext).status()).isEqualTo(200);
    issuing.clock.advance(Duration.ofHours(25));
    issuing.runDue();
    assertThat(revocations()).as("the third owner's succession goes on").isPositive();
  }

  @Test
  void objection_isNoProofOfOwnership() {
    Issuing.Wish wish = issuing.wish("office@example.org").owner(owner(former));
    byte[] proof =
        proof("vouchseal-objection-1:" + wish.reference(), former.certificate, former.key);

    assertThat(issuing.send(issuing.written(wish.proof(proof))).body())
        .contains("owner-not-proved");
  }

  @Test
  void enrolmentThatTookNothingOver_isUnknown() {
    refused(object(former, proofOf(former)), 404, "succession-unknown");
  }

  @Test
  void twoObjectionsAtOnce_areOneObjection() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try (Connection blocker = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      statement.executeQuery("SELECT id FROM owner_succession FOR UPDATE");
      Callable<Integer> objecting = () -> object(proofOf(former)).status();
      List<Future<Integer>> both = List.of(two.submit(objecting), two.submit(objecting));
      TestDatabase.shared().awaitLockWaits(2);
      blocker.commit();
      for (Future<Integer> status : both) {
        assertThat(status.get()).isEqualTo(200);
      }
    } finally {
      two.shutdown();
    }
    assertThat(audited("owner.succession.objected")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM owner_objection")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"reference\":\"r\"}",
        "{\"reference\":\"R!\",\"proof\":\"AAAA\"}",
        "{\"reference\":\"r\",\"proof\":\"*\"}",
        "{\"reference\":\"r\",\"proof\":\"AAAA\",\"more\":\"x\"}"
      })
  void bodyOfAnotherForm_isRefused(String body) {
    refused(
        issuing.registrar("POST", "/objections", body, Optional.empty()), 400, "body-not-readable");
  }

  private void assertNothingStopped() {
    assertThat(audited("owner.succession.objected")).isZero();
    issuing.clock.advance(Duration.ofHours(25));
    issuing.runDue();
    assertThat(revocations()).isEqualTo(1);
  }

  private RegistrarHttpResponse object(byte[] proof) {
    return object(next, proof);
  }

  private RegistrarHttpResponse object(Applicant against, byte[] proof) {
    String body =
        "{\"reference\":\""
            + against.enrolment.reference()
            + "\",\"proof\":\""
            + Base64.getEncoder().encodeToString(proof)
            + "\"}";
    return issuing.registrar("POST", "/objections", body, Optional.empty());
  }

  private static void refused(RegistrarHttpResponse answer, int status, String type) {
    assertThat(answer.body()).contains("/registrar/problems/" + type);
    assertThat(answer.status()).isEqualTo(status);
  }

  private long audited(String type) {
    return issuing.count("SELECT COUNT(*) FROM audit_event WHERE type = '" + type + "'");
  }

  private long revocations() {
    return issuing.count("SELECT COUNT(*) FROM revocation");
  }

  private static String owner(Applicant applicant) {
    return applicant.enrolment.order().owner().value();
  }

  private static String statement(Applicant against) {
    return "vouchseal-objection-1:" + against.enrolment.reference();
  }

  private byte[] proofOf(Applicant objector) {
    return proof(statement(next), objector.certificate, objector.key);
  }

  static byte[] proof(String statement, X509CertificateHolder certificate, KeyPair key) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()),
                  certificate));
      generator.addCertificates(new JcaCertStore(List.of(certificate)));
      return generator
          .generate(
              new CMSProcessableByteArray(statement.getBytes(StandardCharsets.US_ASCII)), true)
          .getEncoded("DER");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
