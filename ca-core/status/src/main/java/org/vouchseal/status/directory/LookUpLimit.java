package org.vouchseal.status.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.runtime.ClientAddress;

/**
 * Lets a network look up so many mailboxes a minute on this node. Counts in memory: it slows down
 * who collects addresses and decides nothing else. When more networks ask than it can count, those
 * it does not know yet share one count.
 */
public final class LookUpLimit {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_NETWORKS = 50_000;
  private static final String OTHERS = "others";

  private final int most;
  private final Clock clock;
  private final Map<String, Integer> counts = new HashMap<>();
  private Instant windowEnd = Instant.EPOCH;

  /**
   * @param most look-ups of one network in a minute
   */
  public LookUpLimit(int most, Clock clock) {
    if (most < 1) {
      throw new IllegalArgumentException("a network may look up at least once a minute");
    }
    this.most = most;
    this.clock = clock;
  }

  /** Counts one look-up; gives how long to wait when it is one too many. */
  public synchronized Optional<Duration> count(Optional<ClientAddress> client) {
    Instant now = clock.instant();
    // also when the clock was set back
    if (!now.isBefore(windowEnd) || now.isBefore(windowEnd.minus(WINDOW))) {
      counts.clear();
      windowEnd = now.plus(WINDOW);
    }
    String network = client.map(ClientAddress::range).orElse(OTHERS);
    boolean known = counts.containsKey(network) || counts.size() < MOST_NETWORKS;
    int sofar = counts.merge(known ? network : OTHERS, 1, Integer::sum);
    return sofar > most ? Optional.of(Duration.between(now, windowEnd)) : Optional.empty();
  }
}
