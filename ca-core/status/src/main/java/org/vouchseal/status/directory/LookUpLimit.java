package org.vouchseal.status.directory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.model.runtime.Pace;
import org.vouchseal.model.runtime.TokenBuckets;

/**
 * Lets a network look up so many mailboxes a minute on this node, from its first on: it slows down
 * who collects addresses and decides nothing else. Who has no address shares one count. When the
 * clock is set back by more than a minute, all begin anew.
 */
public final class LookUpLimit {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_NETWORKS = 50_000;
  private static final String OTHERS = "others";

  private final Pace pace;
  private final Clock clock;
  private TokenBuckets networks;
  private Instant latest = Instant.MIN;

  /**
   * Of one installation.
   *
   * @param most look-ups of one network in a minute
   */
  public LookUpLimit(int most, Clock clock) {
    this.pace = Pace.inEach(WINDOW, most);
    this.clock = clock;
    this.networks = new TokenBuckets(MOST_NETWORKS, clock);
  }

  /** Counts one look-up; gives how long to wait when it is one too many. */
  public Optional<Duration> count(Optional<ClientAddress> client) {
    return current().take(client.map(ClientAddress::range).orElse(OTHERS), pace);
  }

  private synchronized TokenBuckets current() {
    Instant now = clock.instant();
    if (now.plus(WINDOW).isBefore(latest)) {
      networks = new TokenBuckets(MOST_NETWORKS, clock);
    }
    latest = now;
    return networks;
  }
}
