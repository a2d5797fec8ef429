package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sixteen clients over two nodes, of which one is killed every few seconds, and at last both.
 * Properties: {@code vouchseal.drill.kills} (10), {@code vouchseal.drill.applicants} (1600), {@code
 * vouchseal.drill.seed} (printed).
 */
@Tag("stack")
@Tag("long")
class NodesKilledDrillTest {

  private static final int CLIENTS = 16;
  private static final int KILLS = Integer.getInteger("vouchseal.drill.kills", 10);
  private static final int APPLICANTS = Integer.getInteger("vouchseal.drill.applicants", 1600);
  private static final long SEED = Long.getLong("vouchseal.drill.seed", System.nanoTime());
  private static final int SHORTEST_MILLIS = 500;
  private static final int LONGEST_MILLIS = 4000;

  private final Random random = new Random(SEED);

  @Test
  void oneNodeKilledEveryFewSeconds_losesAndDoublesNothing() throws Exception {
    try (TwoNodes two = TwoNodes.started("nodes-killed-var");
        Crowd crowd = new Crowd(CLIENTS)) {
      Journey.Sight sight = new Journey.Sight();
      Queue<Applicant.Granted> waiting = crowd.proved(two.stack(), APPLICANTS);
      long begun = System.nanoTime();
      List<Future<?>> journeys = two.depart(crowd, waiting, sight);
      int kills = 0;
      while (kills < KILLS && !waiting.isEmpty()) {
        Applicant.sleep(Duration.ofMillis(SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS)));
        TwoNodes.kill(two.node(kills++ % 2).pid());
        two.awaitReady();
      }
      two.stack().nodes().forEach(node -> TwoNodes.kill(node.pid()));
      kills += 2;
      Crowd.ended(journeys, Duration.ofMinutes(15));
      two.awaitReady();
      System.out.printf(
          "seed %d: %d kills in %d s, %d messages answered, %d sent again, longest %d ms,"
              + " %d certificates%n",
          SEED,
          kills,
          Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
          sight.answered(),
          sight.repeated(),
          sight.longest().toMillis(),
          sight.received().size());
      assertThat(sight.received()).hasSize(APPLICANTS + CLIENTS);
      assertThat(sight.repeated()).as("messages that a kill interrupted").isPositive();
      two.mustBeSound(sight, 0);
    }
  }
}
