package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vouchseal.issuing.boot.IssuingRoom;
import org.vouchseal.model.runtime.JobThreads;

/** Secrets wait to be erased at the key service, which does not answer or is not there. */
class RevokingWhileKeyServiceIsAwayTest extends OneIssuing {

  private static final Duration LIFE_OF_A_SECRET = Duration.ofDays(14);
  private static final String LISTED =
      "SELECT COUNT(*) FROM revocation WHERE first_crl IS NOT NULL";
  private static final String SECRETS_LEFT =
      "SELECT COUNT(*) FROM registrar_order WHERE secret_box IS NOT NULL";

  @Test
  @Timeout(60)
  void keyServiceThatHangs_holdsUpNoList() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Applicant anna = withAnExpiredSecretBesideHer();
    issuing.keyService.slow =
        () -> {
          asked.countDown();
          awaitQuietly(release);
        };
    try (JobThreads jobs = running()) {
      asked.await();
      assertListedInTime(anna);
      assertThat(jobs.overdue()).isEmpty();
    } finally {
      release.countDown();
    }
  }

  @Test
  @Timeout(60)
  void keyServiceThatIsDown_holdsUpNoList_andIsAskedAgain() throws Exception {
    Applicant anna = withAnExpiredSecretBesideHer();
    issuing.keyService.down = true;
    try (JobThreads jobs = running()) {
      assertListedInTime(anna);
      assertThat(issuing.count(SECRETS_LEFT)).isEqualTo(1);
      issuing.keyService.down = false;
      while (issuing.count(SECRETS_LEFT) > 0) {
        Thread.sleep(50);
      }
      assertThat(jobs.overdue()).isEmpty();
    }
  }

  @Test
  void oneSecretThatCannotBeErased_holdsUpNoneBehindIt() {
    Issuing.Enrolment first = issuing.enrolment("first@example.org");
    issuing.clock.advance(Duration.ofMinutes(1));
    Issuing.Enrolment second = issuing.enrolment("second@example.org");
    issuing.clock.advance(LIFE_OF_A_SECRET);
    issuing.keyService.unerasable.add(first.order().reference());

    issuing.runDue();

    assertThat(issuing.keyService.erased).contains(second.order().reference());
    assertThat(issuing.count(SECRETS_LEFT)).isEqualTo(1);
  }

  private Applicant withAnExpiredSecretBesideHer() {
    Issuing.Enrolment unusedForever = issuing.enrolment("bob@example.org");
    issuing.clock.advance(LIFE_OF_A_SECRET);
    assertThat(unusedForever.secret()).isNotEmpty();
    return Applicant.of(issuing, "anna@example.org").enrolled();
  }

  private JobThreads running() {
    return JobThreads.start(
        Thread::new, Clock.systemUTC(), new IssuingRoom(issuing.core, issuing.door).jobs());
  }

  private void assertListedInTime(Applicant anna) throws InterruptedException {
    long before = System.nanoTime();
    Applicant.Answer answer = anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    while (issuing.count(LISTED) == 0) {
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
      Thread.sleep(50);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
