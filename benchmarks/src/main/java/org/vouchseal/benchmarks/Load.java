package org.vouchseal.benchmarks;

import java.time.Duration;

/** Work that is done again and again. */
interface Load {

  /** What it is, for the table. */
  String name();

  /**
   * Does it for about that long.
   *
   * @return operations per second
   */
  double run(Duration length);
}
