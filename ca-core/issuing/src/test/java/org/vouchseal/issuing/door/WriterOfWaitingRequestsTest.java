package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** Whoever changes a kept request gets no certificate from it. */
@Tag("db")
class WriterOfWaitingRequestsTest extends DatabaseWriter {

  private final KeyPair own = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;
  private Applicant.Answer waiting;

  @BeforeEach
  void letAnnaWait() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
    issuing.clock.advance(Duration.ofDays(301));
    KeyPair next = TestSigningKey.pair(KeyAlgorithm.P256);
    waiting = anna.send("/p/signing", anna.signed(anna.kurWriter(next, anna.certificate)));
    issuing.clock.advance(Duration.ofDays(-300));
  }

  private Applicant.Answer poll() {
    PKIBody body =
        new PKIBody(PKIBody.TYPE_POLL_REQ, new DERSequence(new DERSequence(new ASN1Integer(0))));
    return anna.send("/p/signing", anna.signed(anna.following(waiting).body(body)));
  }

  private static void keep(byte[] request) {
    write(
        "UPDATE cmp_transaction SET request = ?, poll_after = '2000-01-01'"
            + " WHERE state = 'WAITING'",
        request);
  }

  private static void nameItsDigest() {
    write("UPDATE cmp_transaction SET request_digest = SHA2(request, 256) WHERE state = 'WAITING'");
  }

  private void nothingIsSigned() {
    int before = signatures();
    assertThat(poll().failure()).isEqualTo("systemFailure");
    assertThat(signatures()).isEqualTo(before);
  }

  @Test
  void requestThatOpenedAnotherTransaction_isNotBelieved() {
    keep(anna.signed(anna.kurWriter(own, anna.certificate)));

    nothingIsSigned();
  }

  @Test
  void requestOfSomebodyElse_isNotBelieved() {
    Applicant mallory = Applicant.of(issuing, "mallory@example.org").enrolled();
    keep(mallory.signed(mallory.kurWriter(own, mallory.certificate)));
    nameItsDigest();

    nothingIsSigned();
  }

  @Test
  void requestWithAnotherKey_isRefusedByItsProtection() {
    keep(Applicant.signed(anna.kurWriter(own, anna.certificate), anna.certificate, own));
    nameItsDigest();
    int before = signatures();

    assertThat(poll().failure()).isEqualTo("badMessageCheck");
    assertThat(signatures()).isEqualTo(before);
  }
}
