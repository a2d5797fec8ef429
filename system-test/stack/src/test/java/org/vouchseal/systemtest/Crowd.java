package org.vouchseal.systemtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Many applicants at once. */
final class Crowd implements AutoCloseable {

  private final ExecutorService threads;
  private final int size;

  Crowd(int size) {
    this.size = size;
    this.threads = Executors.newFixedThreadPool(size);
  }

  /** That many who have proved their mailboxes, each from an address of his own. */
  Queue<Applicant.Granted> proved(Stack stack, int count) throws Exception {
    Queue<Applicant.Granted> all = new ConcurrentLinkedQueue<>();
    List<Future<?>> proving = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // not too many in one network either
      String address = "10.7." + i / 50 + "." + (1 + i % 50);
      proving.add(
          threads.submit(() -> all.add(new Applicant(stack, address).provesFreshMailbox())));
    }
    ended(proving, Duration.ofMinutes(5));
    return all;
  }

  /** Every one of them does this, at the same time as the others. */
  List<Future<?>> begin(IntFunction<Callable<Void>> work) {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      all.add(threads.submit(work.apply(i)));
    }
    return all;
  }

  /** Waits for all and passes on what went wrong. */
  static void ended(List<Future<?>> all, Duration limit) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    for (Future<?> one : all) {
      try {
        one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw new AssertionError("an applicant failed: " + e.getCause(), e.getCause());
      } catch (TimeoutException e) {
        throw new AssertionError("an applicant was not through within " + limit, e);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
