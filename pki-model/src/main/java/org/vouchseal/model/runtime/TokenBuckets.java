package org.vouchseal.model.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A bucket of tokens for each of many senders: what is asked takes one, an empty bucket says how
 * long to wait. Counts in the memory of this node; it protects the node's time and decides nothing
 * else, so that a sender has as many buckets as there are nodes. Of more senders than can be
 * counted the one that was silent longest is forgotten, and begins with a full bucket. Safe for
 * many threads.
 */
public final class TokenBuckets {

  private final Clock clock;
  private final BoundedMemory<String, Bucket> buckets;

  /**
   * What was left at a time.
   *
   * @param at when tokens came in last
   */
  private record Bucket(int tokens, Instant at) {}

  /** For {@code most} senders, inclusive. */
  public TokenBuckets(int most, Clock clock) {
    this.clock = clock;
    this.buckets = new BoundedMemory<>(most);
  }

  /** Takes a token of the sender; gives how long until there is one when there is none. */
  public synchronized Optional<Duration> take(String sender, Pace pace) {
    Instant now = clock.instant();
    Bucket before =
        buckets
            .find(sender)
            .map(kept -> refilled(kept, pace, now))
            .orElseGet(() -> new Bucket(pace.burst(), now));
    boolean enough = before.tokens() >= 1;
    buckets.keep(sender, enough ? new Bucket(before.tokens() - 1, before.at()) : before);
    return enough
        ? Optional.empty()
        : Optional.of(Duration.between(now, before.at().plus(pace.each())));
  }

  /** A full bucket counts no time, and one whose clock was set back begins to count anew. */
  private static Bucket refilled(Bucket kept, Pace pace, Instant now) {
    if (now.isBefore(kept.at())) {
      return new Bucket(kept.tokens(), now);
    }
    long times = Duration.between(kept.at(), now).dividedBy(pace.each());
    if (kept.tokens() + times * (double) pace.refill() >= pace.burst()) {
      return new Bucket(pace.burst(), now);
    }
    return new Bucket(
        kept.tokens() + (int) times * pace.refill(),
        kept.at().plus(pace.each().multipliedBy(times)));
  }
}
