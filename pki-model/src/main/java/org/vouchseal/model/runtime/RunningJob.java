package org.vouchseal.model.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A job, its guard, and the memory of when it last succeeded. */
final class RunningJob {

  private static final System.Logger LOG = System.getLogger(RunningJob.class.getName());

  private final Job job;
  private final Clock clock;
  private volatile Instant lastSuccess;

  RunningJob(Job job, Clock clock) {
    this.job = job;
    this.clock = clock;
    this.lastSuccess = clock.instant();
  }

  String name() {
    return job.name();
  }

  Duration period() {
    return job.period();
  }

  boolean yielding() {
    return job.yielding();
  }

  /** One run that throws nothing; whether there is more to be done at once. */
  boolean run() {
    try {
      boolean more = job.work().getAsBoolean();
      lastSuccess = clock.instant();
      return more;
    } catch (
        Throwable fault) { // memory may be there again at the next run: nothing may end the job
      log(fault);
      return false;
    }
  }

  private void log(Throwable fault) {
    try {
      LOG.log(System.Logger.Level.ERROR, "the job " + name() + " failed and is repeated", fault);
    } catch (Throwable logFault) {
      // a log that cannot be written must not end the job either; the state of health tells
    }
  }

  /** How long it has been without success, when that is longer than its patience. */
  Optional<Duration> overdue() {
    Duration since = Duration.between(lastSuccess, clock.instant());
    return since.compareTo(job.patience()) > 0 ? Optional.of(since) : Optional.empty();
  }
}
