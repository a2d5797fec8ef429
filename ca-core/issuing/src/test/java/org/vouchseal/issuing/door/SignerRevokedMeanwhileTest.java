package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** A thief asks for a device of his own; the owner revokes while the request is worked on. */
class SignerRevokedMeanwhileTest extends OneIssuing {

  private final KeyPair stolen = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;
  private X509CertificateHolder lost;

  @BeforeEach
  void loseADevice() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
    Applicant.Answer cp = anna.send("/p/signing", anna.signed(anna.deviceWriter(stolen)));
    anna.send("/p/signing", anna.signed(anna.accepting(cp)));
    lost = cp.certificate();
  }

  @Test
  void betweenSigningAndTransactionC_getsNoCertificateAndTheUseIsFree() {
    AtomicBoolean once = new AtomicBoolean();
    issuing.halt =
        point -> {
          if (point.equals("tx-c.before") && once.compareAndSet(false, true)) {
            anna.send("/p/signing", anna.signed(anna.rrWriter(lost)));
          }
        };
    KeyPair thiefs = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer answer =
        anna.send(
            "/p/signing",
            Applicant.signed(anna.deviceWriter(thiefs).implicitConfirm(), lost, stolen));

    assertThat(answer.failure()).isEqualTo("certRevoked");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(2);
    KeyPair own = TestSigningKey.pair(KeyAlgorithm.P256);
    assertThat(anna.send("/p/signing", anna.signed(anna.deviceWriter(own))).type())
        .isEqualTo(PKIBody.TYPE_CERT_REP);
  }
}
