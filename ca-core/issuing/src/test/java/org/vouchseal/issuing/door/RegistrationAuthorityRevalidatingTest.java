package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.RevalidationOrder;

/** The validation of an order ended; its registration authority validates the applicant anew. */
@Tag("db")
class RegistrationAuthorityRevalidatingTest extends OneIssuing {

  private static final Duration CHECK_AFTER = Duration.ofSeconds(31);

  private final KeyPair next = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;
  private EnrolmentOrder order;
  private Revalidating ra;

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
    order = anna.enrolment.order();
    ra = new Revalidating(issuing);
    issuing.clock.advance(Revalidating.PAST_VALIDATION);
  }

  private Applicant.Answer kur() {
    return anna.send("/p/signing", anna.signed(anna.kurWriter(next, anna.certificate)));
  }

  private Applicant.Answer poll(Applicant.Answer before) {
    PKIBody asking =
        new PKIBody(PKIBody.TYPE_POLL_REQ, new DERSequence(new DERSequence(new ASN1Integer(0))));
    return anna.send("/p/signing", anna.signed(anna.following(before).body(asking)));
  }

  private static void refused(RegistrarHttpResponse answer, int status, String type) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("/registrar/problems/" + type + "\"");
  }

  private long extensions() {
    return issuing.count(
        "SELECT COUNT(*) FROM registrar_statement s JOIN audit_event a"
            + " ON JSON_VALUE(a.detail, '$.statement') = s.jws_digest"
            + " AND a.type = 'order.revalidated' WHERE s.kind = 'revalidation'");
  }

  @Test
  void waitingRenewal_goesOnByItselfUnderTheExtendedOrder() {
    Applicant.Answer kup = kur();
    assertThat(kup.response().getStatus().getStatus().intValue()).isEqualTo(PKIStatus.WAITING);
    assertThat(ra.send(ra.usual(order)).status()).isEqualTo(201);
    issuing.clock.advance(CHECK_AFTER);

    Applicant.Answer done = poll(kup);

    X509CertificateHolder renewed = done.certificate();
    assertThat(renewed.getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(next));
    assertThat(anna.send("/p/signing", anna.signed(anna.accepting(done))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(
            anna.send(
                    "/p/encryption",
                    Applicant.signed(
                        anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false), renewed, next))
                .type())
        .isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(extensions()).isEqualTo(1);
  }

  @Test
  void afterTheNewEnd_theNextRenewalWaitsAgainUntilTheNextStatement() {
    ra.send(ra.usual(order));
    issuing.clock.advance(Duration.ofDays(31));
    Applicant.Answer kup = kur();
    assertThat(kup.response().getStatus().getStatus().intValue()).isEqualTo(PKIStatus.WAITING);

    assertThat(ra.send(ra.usual(order)).status()).isEqualTo(201);
    issuing.clock.advance(CHECK_AFTER);

    assertThat(poll(kup).certificate().getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(next));
  }

  @Test
  void sameBytesAgain_changeNothingAtWhateverTime() {
    String jws = issuing.pki.ra.order(ra.usual(order));
    assertThat(ra.send(jws).status()).isEqualTo(201);
    issuing.clock.advance(Duration.ofDays(2));

    assertThat(ra.send(jws).status()).isEqualTo(200);
    assertThat(extensions()).isEqualTo(1);
  }

  @Test
  void sameJtiWithOtherBytes_isRefused() {
    RevalidationOrder first = ra.usual(order);
    ra.send(first);
    Map<String, Object> claims = issuing.pki.ra.claims(first);
    claims.put("caseDigest", "ef".repeat(32));

    refused(
        ra.send(issuing.pki.ra.sign(issuing.pki.ra.header("vouchseal-order+jwt"), claims)),
        409,
        "order-differs");
    assertThat(extensions()).isEqualTo(1);
  }

  /** One claim of a right statement that is wrong, and the refusal it gets. */
  record Wrong(String claim, Object value, int status, String type) {
    @Override
    public String toString() {
      return claim + " " + type;
    }
  }

  static Stream<Wrong> wrongs() {
    return Stream.of(
        new Wrong("tenant", "other", 404, "order-unknown"),
        new Wrong("reference", "no-such-order", 404, "order-unknown"),
        new Wrong("extends", "jti-of-another", 409, "extends-another-statement"),
        new Wrong("exp", -1, 422, "order-expired"),
        new Wrong("iat", 120, 422, "order-expired"),
        new Wrong("reusableUntil", -5, 422, "validation-expired"),
        new Wrong("reusableUntil", -Duration.ofDays(2).toSeconds(), 409, "revalidation-not-later"),
        new Wrong(
            "reusableUntil", Duration.ofDays(30).toSeconds() + 1, 422, "revalidation-too-far"),
        new Wrong("kind", "enrolment", 400, "order-refused"));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void wrongStatement_isRefusedNotedAndExtendsNothing(Wrong wrong) {
    Map<String, Object> claims = issuing.pki.ra.claims(ra.usual(order));
    long now = ra.now().getEpochSecond();
    Object value = wrong.value() instanceof Number by ? now + by.longValue() : wrong.value();
    claims.put(wrong.claim(), value);
    if (wrong.claim().equals("exp")) {
      claims.put("iat", now - 60);
    }

    refused(
        ra.send(issuing.pki.ra.sign(issuing.pki.ra.header("vouchseal-order+jwt"), claims)),
        wrong.status(),
        wrong.type());
    assertThat(extensions()).isZero();
    assertThat(kur().response().getStatus().getStatus().intValue()).isEqualTo(PKIStatus.WAITING);
    if (wrong.status() != 400) {
      assertThat(issuing.count("SELECT COUNT(*) FROM audit_event WHERE type = 'order.refused'"))
          .isEqualTo(1);
    }
  }

  @Test
  void signatureOfAnother_isRefused() {
    refused(ra.send(new OrderWriter("main").order(ra.usual(order))), 401, "order-refused");
    assertThat(extensions()).isZero();
  }

  @Test
  void orderThatWasNeverUsed_isNotExtended() {
    Issuing.Enrolment unused = issuing.enrolment("bob@example.org");

    refused(ra.send(ra.until(unused.order(), end())), 409, "order-not-extendable");
  }

  private java.time.Instant end() {
    return ra.now().plus(Duration.ofDays(30));
  }

  @Test
  void revokedOrder_isNotExtended() {
    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));
    DatabaseWriter.write("UPDATE registrar_order SET state = 'REVOKED', secret_box = NULL");

    refused(ra.send(ra.usual(order)), 409, "order-not-extendable");
  }

  @Test
  void higherTier_needsTheOfficersAndIsTold() {
    DatabaseWriter.write("UPDATE registrar_order SET tier = 'V2'");

    RegistrarHttpResponse answer = ra.send(ra.usual(order));

    refused(answer, 422, "revalidation-not-offered");
    assertThat(answer.body()).contains("validation officers");
    DatabaseWriter.write("UPDATE registrar_order SET tier = 'V1'");
  }

  @Test
  void tierOrDomainOutsideTheRights_isForbidden() {
    issuing.pki.authority("example.net", "1000");
    try (Issuing narrow = new Issuing(issuing.pki, false)) {
      narrow.clock.advance(Revalidating.PAST_VALIDATION);
      refused(new Revalidating(narrow).send(ra.usual(order)), 403, "mail-domain-not-allowed");
    } finally {
      issuing.pki.authority("example.org,example.net", "1000");
    }
    assertThat(extensions()).isZero();
  }

  @Test
  void spentQuota_isTooMany_andARevalidationCountsLikeAnOrder() {
    issuing.pki.authority("example.org,example.net", "1");
    try (Issuing poor = new Issuing(issuing.pki, false)) {
      poor.clock.advance(Revalidating.PAST_VALIDATION);
      Revalidating there = new Revalidating(poor);
      assertThat(there.send(there.usual(order)).status()).isEqualTo(201);
      poor.clock.advance(Duration.ofMinutes(1));
      refused(there.send(there.usual(order)), 429, "daily-quota-spent");
      refused(poor.send(poor.written(poor.wish("bob@example.org"))), 429, "daily-quota-spent");
    } finally {
      issuing.pki.authority("example.org,example.net", "1000");
    }
  }

  @Test
  void waitingRenewals_areToldToTheirAuthority_untilTheOrderIsExtended() {
    assertThat(ra.waiting(Optional.empty()).body()).isEqualTo("{\"waiting\":[]}");
    kur();

    assertThat(ra.waiting(Optional.empty()).body())
        .isEqualTo(
            "{\"waiting\":[{\"reference\":\""
                + order.reference()
                + "\",\"jti\":\""
                + order.jti()
                + "\"}]}");
    assertThat(ra.waiting(Optional.of(order.reference().value())).body())
        .isEqualTo("{\"waiting\":[]}");
    ra.send(ra.usual(order));
    assertThat(ra.waiting(Optional.empty()).body()).isEqualTo("{\"waiting\":[]}");
  }

  @Test
  void waitingRenewalsOfAnotherAuthority_areNotTold() {
    kur();
    DatabaseWriter.write("UPDATE registrar_order SET ra = 'other'");

    assertThat(ra.waiting(Optional.empty()).body()).isEqualTo("{\"waiting\":[]}");
    DatabaseWriter.write("UPDATE registrar_order SET ra = 'main'");
    refused(ra.waiting(new OrderWriter("main"), Optional.empty()), 401, "order-refused");
    assertThat(issuing.registrar("GET", "/revalidations", "", Optional.empty()).status())
        .isEqualTo(401);
    assertThat(issuing.registrar("PUT", "/revalidations", "", Optional.empty()).status())
        .isEqualTo(405);
  }
}
