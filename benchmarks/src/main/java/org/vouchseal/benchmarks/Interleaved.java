package org.vouchseal.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * Runs loads in turn, round by round, so that whatever else the machine does falls on all of them;
 * the first rounds only warm up.
 */
final class Interleaved {

  private final Duration length;
  private final int warmUps;
  private final int rounds;

  Interleaved(Duration length, int warmUps, int rounds) {
    this.length = length;
    this.warmUps = warmUps;
    this.rounds = rounds;
  }

  /** The measured rounds of each load, in their order. */
  List<Series> run(List<Load> loads) {
    List<Series> measured = loads.stream().map(load -> new Series(load.name())).toList();
    for (int round = 0; round < warmUps + rounds; round++) {
      refuseBusyMachine();
      for (int i = 0; i < loads.size(); i++) {
        double perSecond = loads.get(i).run(length);
        if (round >= warmUps) {
          measured.get(i).add(perSecond);
        }
      }
    }
    return measured;
  }

  /** A figure from a machine that does other things is worse than none. */
  private static void refuseBusyMachine() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int cores = Runtime.getRuntime().availableProcessors();
    // our own load counts into the average: it is at most clients and servers on every core
    if (average > 12.0 * cores) {
      throw new IllegalStateException(
          "the load average is " + average + " on " + cores + " cores: measure on a quiet machine");
    }
  }
}
