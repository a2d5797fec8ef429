package org.vouchseal.model.runtime;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Work that falls due again and again, whoever asks for it or not.
 *
 * @param name what the log and the state of health call it
 * @param period the pause after each run; positive
 * @param yielding whether it gives way to everything else on the machine
 * @param work one run; whether there is more to be done at once
 */
public record Job(String name, Duration period, boolean yielding, BooleanSupplier work) {

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(60);

  public Job {
    if (name.isBlank() || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("a job has a name and a positive period: " + period);
    }
  }

  /** A job that has done everything with each run. */
  public static Job of(String name, Duration period, Runnable work) {
    return new Job(
        name,
        period,
        false,
        () -> {
          work.run();
          return false;
        });
  }

  /** A job of lowest priority. */
  public static Job yielding(String name, Duration period, BooleanSupplier work) {
    return new Job(name, period, true, work);
  }

  /** From when on a job without success is overdue: three periods, one minute at least. */
  Duration patience() {
    Duration three = period.multipliedBy(3);
    return three.compareTo(LEAST_PATIENCE) > 0 ? three : LEAST_PATIENCE;
  }
}
