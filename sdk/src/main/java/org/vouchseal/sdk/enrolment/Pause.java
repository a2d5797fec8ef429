package org.vouchseal.sdk.enrolment;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Pause {

  /** Returns when the time is over, or at once with the thread's interrupt set. */
  void pause(Duration time);
}
