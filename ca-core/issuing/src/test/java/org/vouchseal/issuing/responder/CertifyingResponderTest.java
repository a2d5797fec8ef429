package org.vouchseal.issuing.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.x509.CertificateFacts;

class CertifyingResponderTest {

  private final TestCore test = new TestCore();
  private final byte[] key = Keys.p256().getPublic().getEncoded();

  @Test
  void certificate_livesThirtyDaysAtMostAndIsReused() {
    byte[] first = test.core().responder().certify("smime", key);
    CertificateFacts facts = CertificateFacts.of(first);
    assertThat(Duration.between(facts.notBefore(), facts.notAfter()))
        .isEqualTo(Duration.ofDays(30).minusSeconds(1));
    test.clock().advance(Duration.ofDays(14));
    assertThat(test.core().responder().certify("smime", key)).isEqualTo(first);
    test.clock().advance(Duration.ofDays(2));
    byte[] second = test.core().responder().certify("smime", key);
    assertThat(second).isNotEqualTo(first);
    assertThat(test.core().responder().certify("trust", key)).isNotEqualTo(second);
    assertThat(test.count("certificate")).isEqualTo(3);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void keyOfAnApplicant_isRefused() {
    byte[] applicant = Keys.p256().getPublic().getEncoded();
    var unused = test.issued(test.signingRequest("tx-1", applicant));
    assertThatThrownBy(() -> test.core().responder().certify("smime", applicant))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("KEY_OF_OTHER_USE");
  }

  @Test
  void rootOrUnknownIssuer_isRefused() {
    assertThatThrownBy(() -> test.core().responder().certify("root", key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NOT_AUTHORIZED");
  }
}
