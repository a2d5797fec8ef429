package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.util.Optional;
import org.vouchseal.messages.cmp.CmpFailure;
import org.vouchseal.messages.cmp.CmpRefusal;
import org.vouchseal.model.runtime.Pace;
import org.vouchseal.model.runtime.TokenBuckets;

/** A bucket of tokens for each proved sender: a message takes one, an empty bucket refuses. */
final class SenderPace {

  private static final int MOST_SENDERS = 20_000;

  private final PaceSettings settings;
  private final TokenBuckets buckets;

  SenderPace(Clock clock, PaceSettings settings) {
    this.settings = settings;
    this.buckets = new TokenBuckets(MOST_SENDERS, clock);
  }

  /** Takes a token of the sender; gives the refusal when there is none. */
  Optional<CmpRefusal> take(Requester sender) {
    Pace pace =
        sender.credential() == Credential.AUTHORITY ? settings.authority() : settings.subscriber();
    return buckets
        .take(sender.name(), pace)
        .map(
            wait ->
                CmpFailure.SYSTEM_UNAVAIL.because(
                    "too many messages of this sender in short time, try again in "
                        + (wait.toSeconds() + 1)
                        + " seconds"));
  }
}
