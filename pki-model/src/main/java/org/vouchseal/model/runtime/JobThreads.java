package org.vouchseal.model.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Jobs running, each on a daemon thread of its own: one that waits or fails holds up no other. A
 * fault of any kind is logged and the job is tried again after its period; it never ends the job.
 */
public final class JobThreads implements AutoCloseable {

  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<RunningJob> running;

  private JobThreads(List<Job> jobs, Clock clock) {
    running = jobs.stream().map(job -> new RunningJob(job, clock)).toList();
  }

  /**
   * Starts them; each runs for the first time after its period.
   *
   * @param threads makes the threads; an application server's own factory where there is one, since
   *     transactions need its naming context
   */
  public static JobThreads start(ThreadFactory threads, Clock clock, List<Job> jobs) {
    JobThreads started = new JobThreads(jobs, clock);
    started.running.forEach(job -> started.start(threads, job));
    return started;
  }

  /** Ends each job after the run that is being done; does not wait for it. */
  @Override
  public void close() {
    ended.countDown();
  }

  /**
   * The jobs without success for more than three periods and more than a minute: name, and how long
   * since the last success or since the start.
   */
  public Map<String, Duration> overdue() {
    Map<String, Duration> overdue = new TreeMap<>();
    running.forEach(job -> job.overdue().ifPresent(since -> overdue.put(job.name(), since)));
    return overdue;
  }

  private void start(ThreadFactory threads, RunningJob job) {
    Thread thread = threads.newThread(() -> repeat(job));
    thread.setName("job " + job.name());
    thread.setDaemon(true);
    if (job.yielding()) {
      thread.setPriority(Thread.MIN_PRIORITY);
    }
    thread.start();
  }

  private void repeat(RunningJob job) {
    Duration pause = job.period();
    while (!endedWithin(pause)) {
      pause = job.run() ? Duration.ZERO : job.period();
    }
  }

  private boolean endedWithin(Duration pause) {
    try {
      return ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
