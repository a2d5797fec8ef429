package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * The database is killed under a core that goes on running; applicants repeat what nobody answered
 * until it is answered.
 */
@Tag("db")
class DatabaseKilledDrillTest {

  private static final int KILLS = 4;
  private static final int APPLICANTS_AT_ONCE = 4;
  private static final Duration BETWEEN_KILLS = Duration.ofSeconds(2);
  private static final Duration RESUMES_WITHIN = Duration.ofSeconds(30);

  private final DrillGround ground = DrillGround.founded("database");
  private final RegistrationAuthority authority = new RegistrationAuthority(ground);
  private final WholeCa wholeCa = new WholeCa(ground);
  private final List<X509CertificateHolder> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger mailboxes = new AtomicInteger();
  private volatile boolean over;

  @Test
  void databaseKilledUnderLoad_losesNothingAndIssuanceResumesByItself() throws Exception {
    try (Core core = ground.start()) {
      assertThat(enrols(core)).isTrue();
      List<Failing> applicants = new ArrayList<>();
      for (int i = 0; i < APPLICANTS_AT_ONCE; i++) {
        applicants.add(new Failing(core));
      }
      applicants.forEach(Thread::start);
      for (int kill = 0; kill < KILLS; kill++) {
        Thread.sleep(BETWEEN_KILLS.toMillis());
        TestDatabase.shared().killAndRestart();
        Instant up = Instant.now();
        while (!enrols(core)) {
          assertThat(Duration.between(up, Instant.now())).isLessThan(RESUMES_WITHIN);
        }
      }
      over = true;
      for (Failing applicant : applicants) {
        applicant.join();
        assertThat(applicant.fault).isNull();
      }
      assertThat(applicants.stream().mapToInt(applicant -> applicant.repeated).sum())
          .as("requests that a kill interrupted")
          .isPositive();
    }
    wholeCa.mustBeSound(received);
  }

  private boolean enrols(Core core) {
    Applicant applicant = fresh();
    try {
      if (core.registrar("/orders", applicant.enrolment().json()).statusCode() != 201) {
        return false;
      }
      Answer ip = Answer.of(core.cmp("signing", applicant.ir()));
      if (ip.type() == PKIBody.TYPE_INIT_REP) {
        received.add(ip.certificate());
        return true;
      }
      return false;
    } catch (IOException noAnswer) {
      return false;
    }
  }

  private Applicant fresh() {
    return new Applicant(authority.order("d" + mailboxes.incrementAndGet() + "@example.org"));
  }

  /** Goes on enrolling; a message that failed is sent again as it was. */
  private final class Failing extends Thread {

    private final Core core;
    private boolean isFirst = true;
    private volatile int repeated;
    private volatile Throwable fault;

    Failing(Core core) {
      this.core = core;
    }

    @Override
    public void run() {
      try {
        while (!over) {
          enrol(fresh());
        }
      } catch (Throwable e) {
        fault = e;
      }
    }

    private void enrol(Applicant applicant) throws InterruptedException {
      while (!ordered(applicant)) {
        again();
      }
      Answer ip = answered("signing", applicant.ir(), PKIBody.TYPE_INIT_REP);
      received.add(ip.certificate());
      Answer unused = answered("signing", applicant.certConfUnderMac(ip), PKIBody.TYPE_CONFIRM);
      if (isFirst) {
        // making keys takes too long to interrupt much else
        isFirst = false;
        applicant.accept(ip.certificate());
        received.add(
            answered("encryption", applicant.centralKeyRequest(), PKIBody.TYPE_CERT_REP)
                .certificate());
      }
    }

    private boolean ordered(Applicant applicant) {
      try {
        int status = core.registrar("/orders", applicant.enrolment().json()).statusCode();
        assertThat(status).isIn(200, 201, 503);
        return status != 503;
      } catch (IOException noAnswer) {
        return false;
      }
    }

    private Answer answered(String profile, byte[] message, int type) throws InterruptedException {
      while (true) {
        try {
          Answer answer = Answer.of(core.cmp(profile, message));
          if (answer.type() == type) {
            return answer;
          }
          assertThat(answer.error()).as("what a client may try again").contains("repeat the same");
        } catch (IOException noAnswer) {
          // as if the line had been cut
        }
        again();
      }
    }

    private void again() throws InterruptedException {
      repeated++;
      sleep(100);
    }
  }
}
