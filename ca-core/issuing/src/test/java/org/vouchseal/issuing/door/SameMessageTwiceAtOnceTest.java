package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** The same octets reach two nodes: one answers while the other is about to open a transaction. */
class SameMessageTwiceAtOnceTest extends OneIssuing {

  private Applicant.Answer overtaken(Applicant who, byte[] message) {
    AtomicBoolean once = new AtomicBoolean();
    Applicant.Answer[] first = new Applicant.Answer[1];
    issuing.halt =
        reached -> {
          if (reached.equals("tx-a.before") && once.compareAndSet(false, true)) {
            first[0] = who.send("/p/signing", message);
          }
        };
    Applicant.Answer second = who.send("/p/signing", message);
    assertThat(second.certificate()).isEqualTo(first[0].certificate());
    return second;
  }

  @Test
  void irUnderASecret_getsTheOneCertificateTwice() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer answer = overtaken(anna, anna.ir());

    assertThat(answer.certificate()).isNotNull();
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order_use")).isEqualTo(1);
  }

  @Test
  void crOfAFurtherDevice_takesOneUseAndGetsTheOneCertificateTwice() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    KeyPair device = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer answer = overtaken(anna, anna.signed(anna.deviceWriter(device)));

    assertThat(answer.certificate()).isNotNull();
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(2);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order_use")).isEqualTo(2);
  }
}
