package org.vouchseal.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobsBesideFailingOnesTest {

  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration OFTEN = Duration.ofMillis(5);

  private final HandSetClock clock = new HandSetClock(START);

  @Test
  @Timeout(60)
  void jobThatNeverReturns_holdsUpNoOther() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch runs = new CountDownLatch(3);
    List<Job> jobs =
        List.of(
            Job.of("stuck", OFTEN, () -> awaitQuietly(release)),
            Job.of("other", OFTEN, runs::countDown));

    try (JobThreads threads = JobThreads.start(Thread::new, clock, jobs)) {
      assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
      clock.set(START.plusSeconds(61));
      while (threads.overdue().size() > 1) {
        Thread.sleep(1);
      }
      assertThat(threads.overdue()).containsOnlyKeys("stuck");
    } finally {
      release.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {IllegalStateException.class, OutOfMemoryError.class, StackOverflowError.class})
  void faultOfAnyKind_doesNotEndTheJob(Class<? extends Throwable> fault) throws Exception {
    CountDownLatch runs = new CountDownLatch(3);
    Job failing =
        Job.of(
            "failing",
            OFTEN,
            () -> {
              runs.countDown();
              throwIt(fault);
            });

    try (JobThreads threads = JobThreads.start(Thread::new, clock, List.of(failing))) {
      assertThat(runs.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(threads.overdue()).isEmpty();
      clock.set(START.plusSeconds(61));
      assertThat(threads.overdue()).containsEntry("failing", Duration.ofSeconds(61));
    }
  }

  @Test
  void jobWithMoreToDo_runsAgainAtOnce() throws Exception {
    CountDownLatch runs = new CountDownLatch(4);
    AtomicReference<Boolean> first = new AtomicReference<>(true);
    Job rare =
        Job.yielding(
            "rare",
            Duration.ofMillis(500),
            () -> {
              runs.countDown();
              return first.get();
            });
    try (JobThreads threads = JobThreads.start(Thread::new, clock, List.of(rare))) {
      assertThat(runs.await(1400, TimeUnit.MILLISECONDS)).isTrue();
      first.set(false);
      assertThat(threads.overdue()).isEmpty();
    }
  }

  @Test
  void jobOfLongPeriod_isOverdueAfterThreeOfThem() {
    RunningJob hourly = new RunningJob(Job.of("hourly", Duration.ofHours(1), () -> {}), clock);
    clock.set(START.plus(Duration.ofHours(3)));
    assertThat(hourly.overdue()).isEmpty();
    clock.set(START.plus(Duration.ofHours(3)).plusSeconds(1));
    assertThat(hourly.overdue()).contains(Duration.ofHours(3).plusSeconds(1));
    assertThat(hourly.run()).isFalse();
    assertThat(hourly.overdue()).isEmpty();
  }

  private static void throwIt(Class<? extends Throwable> kind) {
    if (kind == OutOfMemoryError.class) {
      throw new OutOfMemoryError("played");
    }
    if (kind == StackOverflowError.class) {
      throw new StackOverflowError("played");
    }
    throw new IllegalStateException("played");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
