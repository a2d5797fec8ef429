package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;

/**
 * Somebody proves a mailbox, keeps the secret for later, and meanwhile the mailbox is handed on.
 */
class OlderProofOfAMailboxTest extends OneIssuing {

  private static final String MAILBOX = "office@example.org";

  private long successions() {
    return issuing.count("SELECT COUNT(*) FROM owner_succession");
  }

  @Test
  void usedAfterANewerOwnerEnrolled_isRefusedAndTheOwnerStays() {
    Applicant mallory = Applicant.of(issuing, MAILBOX);
    issuing.clock.advance(Duration.ofDays(2));
    Applicant bob = Applicant.of(issuing, MAILBOX).enrolled();
    issuing.clock.advance(Duration.ofDays(3));

    Applicant.Answer answer = mallory.send("/p/signing", mallory.ir());

    assertThat(answer.failure()).isEqualTo("notAuthorized");
    assertThat(answer.text()).contains("proved the mailbox since");
    assertThat(successions()).isZero();
    issuing.clock.advance(Duration.ofDays(2));
    issuing.runDue();
    assertThat(bob.send("/p/signing", bob.signed(bob.rrWriter(bob.certificate))).type())
        .isEqualTo(PKIBody.TYPE_REVOCATION_REP);
  }

  @Test
  void confirmedAfterANewerOwnerEnrolled_isRefusedAndItsCertificateRevoked() {
    Applicant mallory = Applicant.of(issuing, MAILBOX);
    Applicant.Answer ip = mallory.send("/p/signing", mallory.ir());
    issuing.clock.advance(Duration.ofMinutes(2));
    Applicant bob = Applicant.of(issuing, MAILBOX).enrolled();

    Applicant.Answer answer = mallory.send("/p/signing", mallory.mac(mallory.accepting(ip)));

    assertThat(answer.failure()).isEqualTo("notAuthorized");
    assertThat(successions()).isZero();
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
    assertThat(bob.certificate).isNotNull();
  }

  @Test
  void newerProof_takesTheMailboxOver() {
    Applicant.of(issuing, MAILBOX).enrolled();
    issuing.clock.advance(Duration.ofMinutes(2));
    Applicant.of(issuing, MAILBOX).enrolled();

    assertThat(successions()).isEqualTo(1);
  }
}
