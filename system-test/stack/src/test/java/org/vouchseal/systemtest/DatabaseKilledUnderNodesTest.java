package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The database of two nodes is killed under load, and started again by the launcher. Property:
 * {@code vouchseal.drill.kills} (4).
 */
@Tag("stack")
@Tag("long")
class DatabaseKilledUnderNodesTest {

  private static final int CLIENTS = 8;
  private static final int KILLS = Integer.getInteger("vouchseal.drill.kills", 4);
  private static final int APPLICANTS = 800;
  private static final Duration RESUMES_WITHIN = Duration.ofSeconds(30);

  @Test
  void databaseKilledUnderLoad_losesNothingAndIssuanceResumesByItself() throws Exception {
    try (TwoNodes two = TwoNodes.started("database-killed-var");
        Crowd crowd = new Crowd(CLIENTS)) {
      Journey.Sight sight = new Journey.Sight();
      Queue<Applicant.Granted> waiting = crowd.proved(two.stack(), APPLICANTS);
      List<Future<?>> journeys = two.depart(crowd, waiting, sight);
      int port = URI.create(two.stack().addresses().getString("mariadb").substring(5)).getPort();
      int kills = 0;
      while (kills < KILLS && !waiting.isEmpty()) {
        Applicant.sleep(Duration.ofSeconds(3));
        TwoNodes.kill(two.databasePid());
        kills++;
        long killed = System.nanoTime();
        TwoNodes.await("down", Duration.ofSeconds(10), () -> !two.stack().isReady());
        TwoNodes.await("the database", Duration.ofMinutes(2), () -> RawHttp.isListening(port));
        long up = System.nanoTime();
        int before = sight.answered();
        TwoNodes.await("issuance", RESUMES_WITHIN, () -> sight.answered() > before);
        System.out.printf(
            "kill %d: the database took connections after %d ms, answers came %d ms later%n",
            kills, millis(up - killed), millis(System.nanoTime() - up));
        two.awaitReady();
      }
      assertThat(kills).as("kills before the applicants were through").isPositive();
      Crowd.ended(journeys, Duration.ofMinutes(15));
      assertThat(sight.received()).hasSize(APPLICANTS + CLIENTS);
      assertThat(sight.repeated()).as("messages that a kill interrupted").isPositive();
      two.mustBeSound(sight, 0);
    }
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }
}
