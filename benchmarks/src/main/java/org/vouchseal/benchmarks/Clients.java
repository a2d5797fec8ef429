package org.vouchseal.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Threads that do the same again and again; the first fault ends all of them. */
final class Clients {

  private Clients() {}

  /** What one client does. */
  @FunctionalInterface
  interface Work {

    /** Goes on while {@code turn} says so, calling {@code turn.done()} after each operation. */
    void run(Turn turn) throws Exception;
  }

  /** Whether there is time for one more. */
  static final class Turn {
    private final long end;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> fault = new AtomicReference<>();

    private Turn(long end) {
      this.end = end;
    }

    boolean goesOn() {
      return System.nanoTime() < end && fault.get() == null;
    }

    void done() {
      done.incrementAndGet();
    }
  }

  /** Operations per second of all clients together. */
  static double run(String name, int clients, Duration length, Work work) {
    long start = System.nanoTime();
    Turn turn = new Turn(start + length.toNanos());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> run(work, turn), name);
      threads.add(thread);
      thread.start();
    }
    threads.forEach(Clients::join);
    Throwable first = turn.fault.get();
    if (first != null) {
      throw new IllegalStateException(name + " failed", first);
    }
    return turn.done.get() * 1e9 / (System.nanoTime() - start);
  }

  private static void run(Work work, Turn turn) {
    try {
      work.run(turn);
    } catch (Exception e) {
      boolean unusedFirst = turn.fault.compareAndSet(null, e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
