package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.door.Room.Enrolment;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.TenantId;

/** What a registration authority may order, over its HTTP interface and a real database. */
class RegistrationAuthorityOrderingTest extends OneIssuing {

  private static void refused(RegistrarHttpResponse answer, int status, String type) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("/registrar/problems/" + type).contains("\"action\"");
  }

  @Test
  void goodOrder_isInForceSealedAndAudited() {
    Enrolment order = issuing.enrolment("anna@example.org");

    assertThat(issuing.query(order.reference()).body()).contains("\"state\":\"OPEN\"");
    assertThat(issuing.keyService.deposited).containsExactly(order.jws());
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM registrar_order WHERE INSTR(secret_box, '"
                    + order.secret()
                    + "') > 0"))
        .isZero();
    assertThat(issuing.count("SELECT COUNT(*) FROM audit_event WHERE type = 'order.accepted'"))
        .isEqualTo(1);
  }

  @Test
  void sameStatementAgain_changesNothingAlsoAfterItExpired() {
    Enrolment order = issuing.enrolment("anna@example.org");
    issuing.clock.advance(Duration.ofMinutes(20));

    RegistrarHttpResponse again = issuing.send(order);

    assertThat(again.status()).isEqualTo(200);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_statement")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM audit_event WHERE type = 'order.accepted'"))
        .isEqualTo(1);
  }

  @Test
  void keyServiceDown_isUnavailableAndTheSameStatementWorksLater() {
    Enrolment order = issuing.written(issuing.wish("anna@example.org"));
    issuing.keyService.down = true;
    refused(issuing.send(order), 503, "registrar-unavailable");
    issuing.keyService.down = false;

    assertThat(issuing.send(order).status()).isEqualTo(200);
    assertThat(issuing.keyService.deposited).hasSize(1);
  }

  @Test
  void sameJtiWithOtherBytes_isRefused() {
    Issuing.Wish wish = issuing.wish("anna@example.org");
    assertThat(issuing.send(issuing.written(wish)).status()).isEqualTo(201);

    refused(issuing.send(issuing.written(wish)), 409, "order-differs");
  }

  @Test
  void anotherJweThanTheOrderNames_isRefused() {
    Enrolment order = issuing.written(issuing.wish("anna@example.org"));
    Enrolment other = issuing.written(issuing.wish("anna@example.org"));

    refused(
        issuing.send(new Enrolment(order.order(), order.jws(), other.jwe(), order.secret())),
        422,
        "order-secret-differs");
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order")).isZero();
  }

  @Test
  void foreignMailDomain_isRefused() {
    refused(
        issuing.send(issuing.written(issuing.wish("anna@example.com"))),
        403,
        "mail-domain-not-allowed");
    refused(
        issuing.send(issuing.written(issuing.wish("anna@sub.example.org"))),
        403,
        "mail-domain-not-allowed");
  }

  @Test
  void tiersThatAreNotOfferedOrNotGranted_areRefused() {
    Issuing.Wish wish = issuing.wish("anna@example.org");
    refused(issuing.send(issuing.written(wish.tier(AssuranceTier.V2))), 422, "order-not-offered");
    refused(issuing.send(issuing.written(wish.tier(AssuranceTier.V4))), 403, "tier-not-allowed");
  }

  @Test
  void unknownSigner_isRefused() {
    Enrolment order = issuing.written(issuing.wish("anna@example.org"));
    OrderWriter stranger = new OrderWriter("main");
    refused(
        issuing.send(
            new Enrolment(
                order.order(), stranger.order(order.order()), order.jwe(), order.secret())),
        401,
        "order-refused");
    OrderWriter unknown = new OrderWriter("other");
    refused(
        issuing.send(
            new Enrolment(
                order.order(), unknown.order(order.order()), order.jwe(), order.secret())),
        401,
        "order-not-authentic");
  }

  @Test
  void quotaSpent_isTooMany() {
    issuing.pki.authority("example.org", "2");
    try (Issuing limited = new Issuing(issuing.pki, false)) {
      limited.enrolment("a@example.org");
      limited.enrolment("b@example.org");
      refused(
          limited.send(limited.written(limited.wish("c@example.org"))), 429, "daily-quota-spent");
      limited.clock.advance(Duration.ofHours(25));
      assertThat(limited.send(limited.written(limited.wish("c@example.org"))).status())
          .isEqualTo(201);
    } finally {
      issuing.pki.authority("example.org,example.net", "1000");
    }
  }

  @Test
  void supersedingOrder_replacesTheSecretWhileUnused() {
    Issuing.Wish wish = issuing.wish("anna@example.org");
    Enrolment first = issuing.written(wish);
    assertThat(issuing.send(first).status()).isEqualTo(201);
    Enrolment second = issuing.written(wish.supersedes(wish.jti()));
    assertThat(issuing.send(second).status()).isEqualTo(201);

    Applicant withOld = new Applicant(issuing, first);
    Applicant withNew = new Applicant(issuing, second);
    assertThat(withOld.send("/p/signing", withOld.ir()).failure()).isEqualTo("badMessageCheck");
    assertThat(withNew.send("/p/signing", withNew.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);

    Enrolment third = issuing.written(wish.supersedes(wish.jti()).supersedes(second.order().jti()));
    refused(issuing.send(third), 409, "order-in-use");
    assertThat(issuing.send(first).status()).isEqualTo(200);
    assertThat(issuing.keyService.deposited).containsExactly(first.jws(), second.jws());
  }

  @Test
  void referenceTakenWithoutSuperseding_isRefused() {
    Issuing.Wish wish = issuing.wish("anna@example.org");
    assertThat(issuing.send(issuing.written(wish)).status()).isEqualTo(201);
    Issuing.Wish other =
        new Issuing.Wish(
            wish.reference(),
            wish.owner(),
            wish.mailbox(),
            wish.tier(),
            wish.profiles(),
            Optional.empty(),
            Optional.empty(),
            "other-jti");

    refused(issuing.send(issuing.written(other)), 409, "reference-taken");
  }

  @Test
  void knownOwnerWithoutProof_isRefused() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    String owner = anna.enrolment.order().owner().value();

    refused(
        issuing.send(issuing.written(issuing.wish("anna@example.org").owner(owner))),
        403,
        "owner-not-proved");
  }

  @Test
  void ownerProof_joinsTheOwnerOnlyWithHisValidSigningKeyAndThisReference() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    String owner = anna.enrolment.order().owner().value();
    Applicant eva = Applicant.of(issuing, "eva@example.org").enrolled();
    Issuing.Wish wish = issuing.wish("anna@example.org").owner(owner);

    refused(
        issuing.send(
            issuing.written(wish.proof(proof(wish.reference(), eva.certificate, eva.key)))),
        403,
        "owner-not-proved");
    refused(
        issuing.send(issuing.written(wish.proof(proof("another-one", anna.certificate, anna.key)))),
        403,
        "owner-not-proved");
    KeyPair stranger = TestSigningKey.pair(KeyAlgorithm.P256);
    refused(
        issuing.send(
            issuing.written(wish.proof(proof(wish.reference(), anna.certificate, stranger)))),
        403,
        "owner-not-proved");
    byte[] good = proof(wish.reference(), anna.certificate, anna.key);
    assertThat(issuing.send(issuing.written(wish.proof(good))).status()).isEqualTo(201);

    Issuing.Wish later = issuing.wish("anna@example.org").owner(owner);
    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));
    refused(
        issuing.send(
            issuing.written(later.proof(proof(later.reference(), anna.certificate, anna.key)))),
        403,
        "owner-not-proved");
  }

  private static byte[] proof(String statement, X509CertificateHolder certificate, KeyPair key) {
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
              new CMSProcessableByteArray(
                  statement.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
              true)
          .getEncoded("DER");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void reassignedMailbox_revokesTheFormerOwnerAfterADayOnly() {
    Applicant former = Applicant.of(issuing, "office@example.org").enrolled();
    Applicant elsewhere = Applicant.of(issuing, "other@example.org").enrolled();
    Applicant next = Applicant.of(issuing, "office@example.org");
    assertThat(issuing.count("SELECT COUNT(*) FROM owner_succession")).isZero();
    next.enrolled();

    assertThat(issuing.query(next.enrolment.reference()).body())
        .contains("\"mailbox\":\"office@example.org\"");
    issuing.clock.advance(Duration.ofHours(23));
    issuing.runDue();
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
    issuing.clock.advance(Duration.ofHours(2));
    issuing.runDue();

    assertThat(revoked(former)).isEqualTo(1);
    assertThat(revoked(elsewhere)).isZero();
    assertThat(revoked(next)).isZero();
  }

  private long revoked(Applicant applicant) {
    return issuing.count(
        "SELECT COUNT(*) FROM revocation WHERE HEX(serial) = '"
            + new SerialNumber(applicant.certificate.getSerialNumber()).hex().toUpperCase()
            + "'");
  }

  private RegistrarHttpResponse revoke(String reference, Optional<SerialNumber> serial) {
    var now = issuing.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String jws =
        issuing.pki.ra.order(
            new RevocationOrder(
                "main",
                "rev-" + Reference.random(issuing.random),
                TenantId.MAIN,
                new Reference(reference),
                serial,
                RevocationReason.KEY_COMPROMISE,
                now,
                now.plusSeconds(60)));
    RegistrarHttpResponse first =
        issuing.registrar("POST", "/revocations", "{\"order\":\"" + jws + "\"}", Optional.empty());
    RegistrarHttpResponse second =
        issuing.registrar("POST", "/revocations", "{\"order\":\"" + jws + "\"}", Optional.empty());
    assertThat(second.status()).isEqualTo(first.status());
    return first;
  }

  @Test
  void revocationOrderForOneCertificate_leavesTheOrder() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();

    assertThat(
            revoke(
                    anna.enrolment.reference(),
                    Optional.of(new SerialNumber(anna.certificate.getSerialNumber())))
                .status())
        .isEqualTo(200);
    assertThat(revoked(anna)).isEqualTo(1);
    assertThat(issuing.query(anna.enrolment.reference()).body())
        .contains("\"state\":\"ISSUED\"")
        .contains("\"state\":\"REVOKED\"");
    refused(
        revoke(anna.enrolment.reference(), Optional.of(new SerialNumber(java.math.BigInteger.TEN))),
        404,
        "certificate-unknown");
  }

  @Test
  void revocationOrderForEverything_endsOrderAndSecret() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    assertThat(revoke(anna.enrolment.reference(), Optional.empty()).status()).isEqualTo(200);

    assertThat(anna.send("/p/signing", anna.ir()).failure()).isEqualTo("badMessageCheck");
    assertThat(issuing.query(anna.enrolment.reference()).body()).contains("\"state\":\"REVOKED\"");
    assertThat(issuing.keyService.erased).contains(anna.enrolment.order().reference());
  }

  @Test
  void unusedSecret_endsAfterFourteenDaysAndIsErased() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    issuing.clock.advance(Duration.ofDays(14));

    assertThat(anna.send("/p/signing", anna.ir()).failure()).isEqualTo("badMessageCheck");
    issuing.runDue();

    assertThat(issuing.query(anna.enrolment.reference()).body()).contains("\"state\":\"EXPIRED\"");
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order WHERE secret_box IS NOT NULL"))
        .isZero();
  }

  @Test
  void queryUnderAnotherSignature_isRefused() {
    Enrolment order = issuing.enrolment("anna@example.org");
    refused(
        issuing.registrar(
            "GET", "/orders/" + order.reference(), "", Optional.of("Vouchseal-Query x.y.z")),
        400,
        "order-not-readable");
    refused(
        issuing.registrar("GET", "/orders/" + order.reference(), "", Optional.empty()),
        401,
        "query-missing");
  }
}
