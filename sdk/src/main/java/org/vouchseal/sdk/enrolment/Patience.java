package org.vouchseal.sdk.enrolment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.Reply;

/** What is left of the time that a caller gives the CA to decide. */
final class Patience {

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Duration total;
  private Instant end;
  private final Clock clock;
  private final Pause pause;
  private final Progress progress;
  private final Optional<Meanwhile> meanwhile;

  /** What is done while the CA has not decided. */
  interface Meanwhile {

    /** Looks whether there is something to do, and does it; may take its time. */
    void look();
  }

  Patience(Duration total, Clock clock, Pause pause, Progress progress) {
    this(total, clock, pause, progress, Optional.empty());
  }

  /**
   * @param meanwhile looked after every few seconds; its time does not count
   */
  Patience(
      Duration total, Clock clock, Pause pause, Progress progress, Optional<Meanwhile> meanwhile) {
    this.total = total;
    this.end = clock.instant().plus(total);
    this.clock = clock;
    this.pause = pause;
    this.progress = progress;
    this.meanwhile = meanwhile;
  }

  /**
   * Waits as long as the CA asks before the next pollReq.
   *
   * @throws Pending when that would be longer than what is left
   */
  void await(Reply.Waiting waiting, byte[] request) {
    if (waiting.checkAfter().isZero()) {
      return;
    }
    long seconds = waiting.checkAfter().toSeconds();
    if (clock.instant().plus(waiting.checkAfter()).isAfter(end)) {
      throw undecided(waiting, request);
    }
    progress.step("the CA has not decided yet" + words(waiting) + "; asking in " + seconds + " s");
    Duration left = waiting.checkAfter();
    while (!left.isZero()) {
      Duration step = meanwhile.isPresent() && left.compareTo(LOOK) > 0 ? LOOK : left;
      look();
      pause.pause(step);
      left = left.minus(step);
      if (Thread.currentThread().isInterrupted()) {
        throw undecided(waiting, request);
      }
    }
  }

  private void look() {
    Instant before = clock.instant();
    meanwhile.ifPresent(Meanwhile::look);
    end = end.plus(Duration.between(before, clock.instant()));
  }

  private Pending undecided(Reply.Waiting waiting, byte[] request) {
    long seconds = waiting.checkAfter().toSeconds();
    return new Pending(
        Fault.local(
                "waiting",
                "the request is not decided yet" + words(waiting),
                "the CA wants to be asked again in "
                    + seconds
                    + " seconds, and it was to be waited for "
                    + total.toSeconds()
                    + " seconds in all",
                "run the same command again in "
                    + seconds
                    + " seconds or later; it goes on with the same key and the same request")
            .withReference(CmpMessages.transactionOf(request)));
  }

  private static String words(Reply.Waiting waiting) {
    return waiting.reason().isEmpty() ? "" : " (" + waiting.reason() + ")";
  }
}
