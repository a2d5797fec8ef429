package org.vouchseal.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of other processes, from the ticks that Linux counts (proc(5)). */
final class ProcessorTime {

  /** Ticks a second of every Linux that Java runs on; the kernel tells user space nothing else. */
  private static final double TICKS = 100.0;

  private static final int USER = 11;

  private ProcessorTime() {}

  /** Seconds that a process has spent, in user and in system mode. */
  static double seconds(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS;
    } catch (IOException e) {
      throw new UncheckedIOException("process " + pid + " is gone", e);
    }
  }
}
