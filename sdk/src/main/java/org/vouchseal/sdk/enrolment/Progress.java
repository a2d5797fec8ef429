package org.vouchseal.sdk.enrolment;

/** Hears of each step; must not fail. */
@FunctionalInterface
public interface Progress {

  /** Says nothing to anybody. */
  Progress SILENT = text -> {};

  /** One short sentence about what happens next or has just happened. */
  void step(String text);
}
