package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.EnrolmentOrder;

/** Rows of registration authorities that say more than the ceremony did, or name others. */
class WriterOfAuthoritiesTest extends DatabaseWriter {

  @Test
  void keyOfAThiefInTheRow_signsNoOrder() throws IOException {
    OrderWriter thief = new OrderWriter("main");
    write("UPDATE registration_authority SET certificate = ?", certificate(thief));

    refused(send(thief), "order-refused");
  }

  @Test
  void rowOfAnotherName_signsNoOrder() throws IOException {
    OrderWriter thief = new OrderWriter("evil");
    write(
        "INSERT INTO registration_authority (name, certificate, tiers, mail_domains, daily_quota,"
            + " encryption_compat, imported_at) SELECT 'evil', ?, tiers, '*', daily_quota,"
            + " encryption_compat, imported_at FROM registration_authority",
        certificate(thief));

    refused(send(thief), "order-not-authentic");
  }

  @Test
  void moreDomainsInTheRow_areNotGranted() {
    write("UPDATE registration_authority SET mail_domains = '*'");

    refused(
        issuing.send(issuing.written(issuing.wish("evil@example.com"))), "mail-domain-not-allowed");
  }

  @Test
  void disabledRow_ordersNothingAndItsOrdersGetNothing() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    write("UPDATE registration_authority SET disabled_at = NOW(6)");

    refused(issuing.send(issuing.written(issuing.wish("bob@example.org"))), "order-not-authentic");
    assertThat(anna.send("/p/signing", anna.ir()).failure()).isEqualTo("notAuthorized");
  }

  @Test
  void authorityThatTheCeremonyNamesNoMore_isDisabledAtTheNextStart() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    issuing.pki.withoutAuthority();
    try (Issuing without = new Issuing(issuing.pki, false)) {
      refused(
          without.send(without.written(without.wish("bob@example.org"))), "order-not-authentic");
      Applicant again = new Applicant(without, anna.enrolment);
      assertThat(again.send("/p/signing", again.ir()).failure()).isEqualTo("notAuthorized");
    } finally {
      issuing.pki.authority("example.org,example.net", "1000");
    }
    assertThat(issuing.count("SELECT COUNT(*) FROM registration_authority WHERE disabled_at > 0"))
        .isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM audit_event WHERE type = 'ra.disabled'"))
        .isEqualTo(1);

    try (Issuing back = new Issuing(issuing.pki, false)) {
      assertThat(back.send(back.written(back.wish("bob@example.org"))).status()).isEqualTo(201);
    }
  }

  @Test
  void certificateThatHasExpired_signsNoOrder() {
    issuing.clock.advance(Duration.ofDays(3700));

    refused(issuing.send(issuing.written(issuing.wish("anna@example.org"))), "order-not-authentic");
  }

  @Test
  void changeOfKeyAndDomains_isInTheAuditTrail() {
    issuing.pki.authority("example.org", "1000");
    try (Issuing changed = new Issuing(issuing.pki, false)) {
      assertThat(
              changed.count(
                  "SELECT COUNT(*) FROM audit_event WHERE type = 'ra.changed'"
                      + " AND JSON_VALUE(detail, '$.mailDomains') = 'example.org'"
                      + " AND JSON_VALUE(detail, '$.certificate') ="
                      + " (SELECT SHA2(certificate, 256) FROM registration_authority)"))
          .isEqualTo(1);
    } finally {
      issuing.pki.authority("example.org,example.net", "1000");
    }
  }

  private RegistrarHttpResponse send(OrderWriter thief) {
    Issuing.Enrolment usual = issuing.written(issuing.wish("anna@example.org"));
    EnrolmentOrder o = usual.order();
    EnrolmentOrder order =
        new EnrolmentOrder(
            thief.name(),
            o.jti(),
            o.tenant(),
            o.reference(),
            o.supersedes(),
            o.owner(),
            o.ownerProof(),
            o.tier(),
            o.subject(),
            o.mailboxes(),
            o.profiles(),
            o.validity(),
            o.reusableUntil(),
            o.caseDigest(),
            o.issuedAt(),
            o.expiresAt(),
            o.secretDigest(),
            o.keyServiceSecretDigest());
    return issuing.send(
        new Issuing.Enrolment(order, thief.order(order), usual.jwe(), usual.secret()));
  }

  private void refused(RegistrarHttpResponse answer, String type) {
    assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.body()).contains("/registrar/problems/" + type);
  }

  private static byte[] certificate(OrderWriter thief) throws IOException {
    X500Name name = new X500Name("CN=main");
    return SelfMade.certificate(name, BigInteger.TEN, name, thief.publicKey()).getEncoded();
  }
}
