package org.vouchseal.sdk.enrolment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.cmp.CmpMessages;
import org.vouchseal.sdk.cmp.Reply;

/** What is left of the time that a caller gives the CA to decide. */
final class Patience {

  private final Duration total;
  private final Instant end;
  private final Clock clock;
  private final Pause pause;
  private final Progress progress;

  Patience(Duration total, Clock clock, Pause pause, Progress progress) {
    this.total = total;
    this.end = clock.instant().plus(total);
    this.clock = clock;
    this.pause = pause;
    this.progress = progress;
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
    pause.pause(waiting.checkAfter());
    if (Thread.currentThread().isInterrupted()) {
      throw undecided(waiting, request);
    }
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
