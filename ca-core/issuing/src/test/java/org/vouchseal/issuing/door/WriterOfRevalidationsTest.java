package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.RevalidationOrder;

/** Orders that may be used longer than any kept re-validation says. */
@Tag("db")
class WriterOfRevalidationsTest extends DatabaseWriter {

  private static final String SAYS_WHAT = "I8: every order says what its statement says";
  private static final String EXTENDS =
      "I8: every re-validation extends a kept order, by what a mailbox proof allows";

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

  private void set(Instant end) {
    write("UPDATE registrar_order SET reusable_until = FROM_UNIXTIME(?)", end.getEpochSecond());
  }

  private void keep(String jws) {
    write(
        "INSERT INTO registrar_statement (ra, jti, kind, reference, jws, jws_digest, accepted_at)"
            + " SELECT ra, 'forged', 'revalidation', reference, ?, jws_digest, NOW(6)"
            + " FROM registrar_statement LIMIT 1",
        jws);
  }

  @Test
  void laterEndWithoutAStatement_isNotBelieved() {
    int before = signatures();
    set(ra.now().plus(Duration.ofDays(20)));

    disbelieved(kur(), before);
    assertThat(broken()).containsExactly(SAYS_WHAT);
  }

  @Test
  void endBeyondTheKeptStatement_isNotBelieved() {
    ra.send(ra.usual(order));
    assertThat(broken()).isEmpty();
    int before = signatures();
    set(ra.now().plus(Duration.ofDays(60)));

    disbelieved(kur(), before);
    assertThat(broken()).containsExactly(SAYS_WHAT);
  }

  @Test
  void statementThatNobodySigned_extendsNothing() {
    RevalidationOrder forged = ra.usual(order);
    keep(new OrderWriter("main").order(forged));
    set(forged.reusableUntil());
    int before = signatures();

    disbelieved(kur(), before);
  }

  @Test
  void trueStatementAboutAnotherOrder_extendsNothing() {
    Applicant bob = Applicant.of(issuing, "bob@example.org").enrolled();
    RevalidationOrder other = ra.usual(bob.enrolment.order());
    keep(issuing.pki.ra.order(other));
    write(
        "UPDATE registrar_order SET reusable_until = FROM_UNIXTIME(?) WHERE reference = ?",
        other.reusableUntil().getEpochSecond(),
        order.reference().value());
    int before = signatures();

    disbelieved(kur(), before);
    assertThat(broken()).contains(SAYS_WHAT, EXTENDS);
  }

  @Test
  void trueStatementThatWasRefusedAsTooFar_extendsNothing() {
    RevalidationOrder far = ra.until(order, ra.now().plus(Duration.ofDays(31)));
    assertThat(ra.send(far).status()).isEqualTo(422);
    keep(issuing.pki.ra.order(far));
    set(far.reusableUntil());
    int before = signatures();

    disbelieved(kur(), before);
    assertThat(broken()).contains(EXTENDS);
  }

  @Test
  void revocationCalledARevalidation_stillRevokes() {
    ra.send(ra.usual(order));
    assertThat(kur().type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    Instant now = ra.now();
    keep(
        issuing.pki.ra.order(
            new org.vouchseal.model.RevocationOrder(
                "main",
                "forged",
                order.tenant(),
                order.reference(),
                java.util.Optional.empty(),
                org.vouchseal.model.RevocationReason.SUPERSEDED,
                now,
                now.plus(Duration.ofMinutes(1)))));
    int before = signatures();

    disbelieved(
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false))),
        before);
  }
}
