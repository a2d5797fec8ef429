package org.vouchseal.messages.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.BooleanSupplier;

/** What an input costs. */
public final class Spent {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long SECOND = 1_000_000_000L;

  private Spent() {}

  /** Runs it and fails when it took more than a second of processor time. */
  public static void atMostASecond(BooleanSupplier work) {
    long before = THREADS.getCurrentThreadCpuTime();
    boolean unused = work.getAsBoolean();
    long spent = THREADS.getCurrentThreadCpuTime() - before;
    if (spent > SECOND) {
      throw new AssertionError("one input took " + spent / 1_000_000 + " ms of processor time");
    }
  }
}
