package org.vouchseal.launcher;

/** A child process of the stack that can be started again when it died. */
interface Part {

  /** Name of its pid file and log: {@code mariadb}, {@code n1}. */
  String name();

  /** Starts it and returns when it works. */
  Process start();

  /** Ends it in order; no effect when it does not run. */
  void stop();
}
