package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL at random moments while applicants enrol and revoke; all go on where they were, with the
 * octets that nobody answered. Properties: {@code vouchseal.drill.kills} (50), {@code
 * vouchseal.drill.seed} (printed).
 */
@Tag("db")
@Tag("long")
class RandomKillDrillTest {

  private static final int KILLS = Integer.getInteger("vouchseal.drill.kills", 50);
  private static final long SEED = Long.getLong("vouchseal.drill.seed", System.nanoTime());
  private static final int APPLICANTS_AT_ONCE = 4;
  private static final int SHORTEST_MILLIS = 50;
  private static final int LONGEST_MILLIS = 4000;

  private final DrillGround ground = DrillGround.founded("random");
  private final RegistrationAuthority authority = new RegistrationAuthority(ground);
  private final WholeCa wholeCa = new WholeCa(ground);
  private final List<X509CertificateHolder> received = new CopyOnWriteArrayList<>();
  private final Random random = new Random(SEED);
  private int applicants;

  @Test
  void killsAtRandom_loseAndDoubleNothing() throws Exception {
    List<Journey> journeys = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(APPLICANTS_AT_ONCE);
    int interrupted = 0;
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        interrupted += untilKilled(threads, journeys);
        wholeCa.mustBeSound(received);
        System.out.printf(
            Locale.ROOT,
            "seed %d: kill %d of %d, %d requests interrupted, %d certificates received%n",
            SEED,
            kill,
            KILLS,
            interrupted,
            received.size());
      }
      finish(journeys);
    } finally {
      threads.shutdownNow();
    }
    assertThat(interrupted).as("requests that a kill interrupted").isPositive();
  }

  private int untilKilled(ExecutorService threads, List<Journey> journeys) throws Exception {
    journeys.removeIf(Journey::isAtItsEnd);
    while (journeys.size() < APPLICANTS_AT_ONCE) {
      journeys.add(journey());
    }
    try (Core core = ground.start()) {
      List<Future<?>> running = new ArrayList<>();
      for (Journey journey : journeys) {
        running.add(threads.submit(() -> travel(journey, core)));
      }
      Thread.sleep(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS));
      core.kill();
      for (Future<?> one : running) {
        rethrown(one);
      }
    }
    return (int) journeys.stream().filter(Journey::isInterrupted).count();
  }

  private Journey journey() {
    String mailbox = "r" + ++applicants + "@example.org";
    return new Journey(new Applicant(authority.order(mailbox)), received::add);
  }

  /** To the end of the journey or of the core, whichever comes first. */
  private static void travel(Journey journey, Core core) {
    try {
      while (!journey.isAtItsEnd()) {
        journey.advance(core);
      }
    } catch (IOException killed) {
      // the journey keeps the octets for the next core
    }
  }

  private static void rethrown(Future<?> finished) throws InterruptedException {
    try {
      finished.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a journey failed", e.getCause());
    }
  }

  private void finish(List<Journey> journeys) throws IOException {
    try (Core core = ground.start()) {
      for (Journey journey : journeys) {
        while (!journey.isAtItsEnd()) {
          journey.advance(core);
        }
      }
    }
    wholeCa.mustBeSound(received);
  }
}
