package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.invariants.CheckInvariants;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.testdatabase.TestDatabase;

/** The chores that need no lease: both nodes do them at the same time, over the same rows. */
class TwoNodesDoingChoresTest {

  private static final int EACH = 12;

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private Issuing one;
  private Issuing other;

  @BeforeEach
  void assemble() throws Exception {
    TestPki pki = new TestPki(Files.createTempDirectory(folder, "pki"));
    one = new Issuing(pki, true);
    other = new Issuing(pki, false);
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    one.close();
    other.close();
  }

  @Test
  void whatIsDue_isDoneOnce() throws Exception {
    for (int i = 0; i < EACH; i++) {
      Applicant unconfirmed = Applicant.of(one, "unconfirmed" + i + "@example.org");
      assertThat(unconfirmed.send("/p/signing", unconfirmed.ir()).type())
          .isEqualTo(PKIBody.TYPE_INIT_REP);
      assertThat(Applicant.of(one, "unused" + i + "@example.org")).isNotNull();
      Applicant.of(one, "office" + i + "@example.org").enrolled();
    }
    one.clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < EACH; i++) {
      Applicant.of(one, "office" + i + "@example.org").enrolled();
    }
    one.clock.advance(Duration.ofDays(15));
    other.clock.advance(Duration.ofDays(15).plusMinutes(2));

    atTheSameTime();

    assertThat(one.count("SELECT COUNT(*) FROM cmp_transaction WHERE state = 'TIMED_OUT'"))
        .isEqualTo(EACH);
    // the unconfirmed, and the former owners of the offices
    assertThat(one.count("SELECT COUNT(*) FROM revocation")).isEqualTo(2 * EACH);
    assertThat(one.count("SELECT COUNT(*) FROM registrar_order WHERE secret_box IS NOT NULL"))
        .isZero();
    assertThat(audited("order.secret.expired")).isEqualTo(2 * EACH);
    assertThat(audited("owner.succession.done")).isEqualTo(EACH);
    assertThat(audited("certificate.revoked")).isEqualTo(2 * EACH);
    assertThat(
            one.count(
                "SELECT COUNT(*) FROM (SELECT 1 FROM audit_event GROUP BY type, object, detail"
                    + " HAVING COUNT(*) > 1) twice"))
        .as("acts that were noted twice")
        .isZero();
    assertThat(new CheckInvariants(TestDatabase.shared().appUser("issuing")).run().values())
        .allMatch(List::isEmpty);
  }

  /** Each chore on four threads of either node, begun together, three times. */
  private void atTheSameTime() throws Exception {
    for (int round = 0; round < 3; round++) {
      for (int job = 0; job < one.door.jobs().size(); job++) {
        CyclicBarrier go = new CyclicBarrier(8);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Job mine = (i % 2 == 0 ? one : other).door.jobs().get(job);
          running.add(
              threads.submit(
                  (Callable<Boolean>)
                      () -> {
                        go.await(30, TimeUnit.SECONDS);
                        return mine.work().getAsBoolean();
                      }));
        }
        for (Future<?> run : running) {
          Object unusedMore = run.get(60, TimeUnit.SECONDS);
        }
      }
    }
  }

  private long audited(String type) {
    return one.count("SELECT COUNT(*) FROM audit_event WHERE type = '" + type + "'");
  }
}
