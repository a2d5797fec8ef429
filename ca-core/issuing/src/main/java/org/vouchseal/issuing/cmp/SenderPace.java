package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.runtime.BoundedMemory;

/**
 * A bucket of tokens for each proved sender: a message takes one, an empty bucket refuses. Counts
 * in the memory of this node; it protects the node's time and decides nothing else, so that a
 * sender has as many buckets as there are nodes. Of more senders than can be counted the one that
 * was silent longest is forgotten.
 */
final class SenderPace {

  private static final int MOST_SENDERS = 20_000;

  private final Clock clock;
  private final PaceSettings settings;
  private final BoundedMemory<String, Bucket> buckets = new BoundedMemory<>(MOST_SENDERS);

  /** What was left at a time. */
  private record Bucket(double tokens, Instant at) {}

  SenderPace(Clock clock, PaceSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** Takes a token of the sender; gives the refusal when there is none. */
  Optional<CmpRefusal> take(Requester sender) {
    PaceSettings.Pace pace =
        sender.credential() == Credential.AUTHORITY ? settings.authority() : settings.subscriber();
    return take(sender.name(), pace)
        .map(
            wait ->
                CmpFailure.SYSTEM_UNAVAIL.because(
                    "too many messages of this sender in short time, try again in "
                        + (wait.toSeconds() + 1)
                        + " seconds"));
  }

  private synchronized Optional<Duration> take(String sender, PaceSettings.Pace pace) {
    Instant now = clock.instant();
    Bucket before = buckets.find(sender).orElseGet(() -> new Bucket(pace.burst(), now));
    double tokens = Math.min(pace.burst(), before.tokens() + pace.refilled(before.at(), now));
    boolean enough = tokens >= 1;
    buckets.keep(sender, new Bucket(enough ? tokens - 1 : tokens, now));
    return enough ? Optional.empty() : Optional.of(pace.untilOne(tokens));
  }
}
