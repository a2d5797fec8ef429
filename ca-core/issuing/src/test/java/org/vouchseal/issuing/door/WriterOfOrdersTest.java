package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.boot.RegistrarAssembly;
import org.vouchseal.issuing.issuance.ApprovedOrders;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.issuing.issuance.RefusalReason;
import org.vouchseal.issuing.registrar.RegistrarSettings;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.TenantId;

/**
 * Orders and registration authorities that say more than the signed statements and the ceremony.
 */
class WriterOfOrdersTest extends DatabaseWriter {

  private static final String SAYS_WHAT = "I8: every order says what its statement says";
  private static final ProfileName SIGNING = ProfileName.SIGNING;

  /** A change of an order by somebody who may update the table. */
  record Forgery(String name, String change) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Forgery> forgeries() {
    return Stream.of(
        new Forgery("mailbox", "mailboxes = 'evil@example.org'"),
        new Forgery("case of the mailbox", "mailboxes = 'Anna@example.org'"),
        new Forgery("further mailbox", "mailboxes = CONCAT(mailboxes, '\nevil@example.org')"),
        new Forgery("subject", "subject = 'COMMON_NAME=Evil'"),
        new Forgery("owner", "owner = 'own-other'"),
        new Forgery("tenant", "tenant = 'other'"),
        new Forgery("tier", "tier = 'V2'"),
        new Forgery("profile", "profiles = 'signing,encryption-cloud'"),
        new Forgery("validity", "validity_seconds = validity_seconds * 2"),
        new Forgery("end", "reusable_until = reusable_until + INTERVAL 1 DAY"),
        new Forgery("case", "case_digest = REPEAT('0', 64)"));
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void forgedOrder_isNotBelieved(Forgery forgery) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    assertThat(
            issuing
                .transactions
                .run(() -> orders().approved(anna.enrolment.order().reference()))
                .fault())
        .isEmpty();
    write("UPDATE registrar_order SET " + forgery.change());

    assertThat(refusal(anna).reason()).isEqualTo(RefusalReason.ORDER_NOT_BELIEVED);
    assertThat(broken()).containsExactly(SAYS_WHAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=b@example.org", "a/b'c@example.org", "j\u00fcrgen@example.org"})
  void unusualMailbox_isNoFinding(String mailbox) {
    Applicant anna = Applicant.of(issuing, mailbox);

    assertThat(
            issuing
                .transactions
                .run(() -> orders().approved(anna.enrolment.order().reference()))
                .fault())
        .isEmpty();
    assertThat(broken()).isEmpty();
  }

  @Test
  void mailboxOfSomebodyElse_isNotCertified() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    write(
        "UPDATE registrar_order SET mailboxes = 'evil@example.org',"
            + " subject = 'COMMON_NAME=evil@example.org'");
    int before = signatures();

    Applicant.Answer answer =
        anna.send(
            "/p/signing",
            anna.mac(
                anna.writer()
                    .request(
                        PKIBody.TYPE_INIT_REQ,
                        "CN=evil@example.org",
                        Applicant.spki(anna.key),
                        anna.key.getPrivate(),
                        "SHA256withECDSA")));

    disbelieved(answer, before);
    assertThat(anna.send("/p/signing", ir).type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(signatures()).isEqualTo(before);
  }

  @Test
  void otherOwner_isNotCertified() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant victim = Applicant.of(issuing, "victim@example.net").enrolled();
    write(
        "UPDATE registrar_order SET owner = ? WHERE reference = ?",
        victim.enrolment.order().owner().value(),
        anna.enrolment.reference());
    int before = signatures();

    disbelieved(anna.send("/p/signing", anna.ir()), before);
  }

  @Test
  void profileThatWasNotOrdered_isNotCertified() {
    Applicant anna =
        new Applicant(issuing, ordered(issuing.wish("anna@example.org").profiles(SIGNING)))
            .enrolled();
    write("UPDATE registrar_order SET profiles = 'signing,encryption'");
    int before = signatures();

    disbelieved(
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false))),
        before);
  }

  @Test
  void orderThatWasSuperseded_isNotBroughtBack() {
    Issuing.Wish first = issuing.wish("anna@example.org").profiles(SIGNING);
    Issuing.Enrolment old = ordered(first);
    ordered(first.supersedes(old.order().jti()));
    write("UPDATE registrar_order SET jti = ?", old.order().jti());

    assertThat(refusal(new Applicant(issuing, old)).reason())
        .isEqualTo(RefusalReason.ORDER_NOT_BELIEVED);
  }

  @Test
  void orderThatWasRevoked_isNotReopened() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    revoke(anna.enrolment.reference());
    assertThat(refusal(anna).reason()).isEqualTo(RefusalReason.NOT_AUTHORIZED);
    write("UPDATE registrar_order SET state = 'OPEN'");

    assertThat(refusal(anna).reason()).isEqualTo(RefusalReason.ORDER_NOT_BELIEVED);
  }

  @Test
  void statementThatNobodySigned_provesNothing() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    OrderWriter thief = new OrderWriter("main");
    write(
        "INSERT INTO registrar_statement (ra, jti, kind, reference, jws, jws_digest, accepted_at)"
            + " SELECT ra, CONCAT(jti, 'x'), kind, reference, ?, jws_digest, NOW(6)"
            + " FROM registrar_statement",
        thief.order(anna.enrolment.order()));

    assertThat(refusal(anna).reason()).isEqualTo(RefusalReason.ORDER_NOT_BELIEVED);
  }

  private Issuing.Enrolment ordered(Issuing.Wish wish) {
    Issuing.Enrolment enrolment = issuing.written(wish);
    assertThat(issuing.send(enrolment).status()).isEqualTo(201);
    return enrolment;
  }

  private Refused refusal(Applicant applicant) {
    return issuing
        .transactions
        .run(() -> orders().approved(applicant.enrolment.order().reference()))
        .fault()
        .orElseThrow();
  }

  private ApprovedOrders orders() {
    return RegistrarAssembly.provedOrders(
        issuing.transactions,
        TestPki.PROVIDERS,
        issuing.pki.directory,
        issuing.clock,
        RegistrarSettings.DEFAULT);
  }

  private void revoke(String reference) {
    var now = issuing.clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String jws =
        issuing.pki.ra.order(
            new RevocationOrder(
                "main",
                "rev-1",
                TenantId.MAIN,
                new Reference(reference),
                Optional.empty(),
                RevocationReason.SUPERSEDED,
                now,
                now.plus(Duration.ofMinutes(1))));
    assertThat(
            issuing
                .registrar("POST", "/revocations", "{\"order\":\"" + jws + "\"}", Optional.empty())
                .status())
        .isEqualTo(200);
  }
}
