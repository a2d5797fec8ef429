package org.vouchseal.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps one part alive: starts it, writes its number into {@code run/NAME.pid}, and starts it again
 * when it died, unless that was asked not to be done or the stack is ending.
 */
final class Supervisor {

  /** Is told when a part is gone and when it is back. */
  interface Listener {
    void gone(String part);

    void back(String part, Process process);
  }

  private final Part part;
  private final VarFolder var;
  private final BackOff backOff;
  private final boolean restart;
  private final Listener listener;
  private final PrintStream out;
  private final AtomicBoolean ending = new AtomicBoolean();

  Supervisor(
      Part part, VarFolder var, Clock clock, boolean restart, Listener listener, PrintStream out) {
    this.part = part;
    this.var = var;
    this.backOff = new BackOff(clock);
    this.restart = restart;
    this.listener = listener;
    this.out = out;
  }

  /** The first start; what it throws is the reason why the stack does not come up. */
  Process start() {
    Process process = startOnce();
    watch(process);
    return process;
  }

  /** Name of what it keeps alive. */
  String part() {
    return part.name();
  }

  /** Ends the part for good. */
  void stop() {
    ending.set(true);
    part.stop();
    removePid();
  }

  private Process startOnce() {
    backOff.started();
    Process process = part.start();
    VarFolder.writeWhole(var.pidFile(part.name()), process.pid() + "\n");
    return process;
  }

  private void watch(Process process) {
    var unused = process.onExit().thenAcceptAsync(this::died, Supervisor::onThread);
  }

  private static void onThread(Runnable task) {
    Thread thread = new Thread(task, "supervisor");
    thread.setDaemon(true);
    thread.start();
  }

  private void died(Process process) {
    if (ending.get()) {
      return;
    }
    removePid();
    listener.gone(part.name());
    Duration wait = backOff.died();
    String what = part.name() + " ended with " + process.exitValue() + ", see " + log();
    if (!restart) {
      out.println(what + "; it is not started again (--no-restart)");
      return;
    }
    out.println(what + "; starting it again in " + wait.toSeconds() + " s");
    revive(wait);
  }

  private void revive(Duration first) {
    Duration wait = first;
    while (slept(wait) && !ending.get()) {
      try {
        Process process = startOnce();
        out.println(part.name() + " runs again");
        listener.back(part.name(), process);
        watch(process);
        return;
      } catch (RuntimeException e) {
        wait = backOff.died();
        out.println(
            part.name()
                + " did not start: "
                + e.getMessage()
                + "; trying again in "
                + wait.toSeconds()
                + " s");
      }
    }
  }

  private static boolean slept(Duration wait) {
    try {
      Thread.sleep(wait.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String log() {
    return var.log(part.name()).toString();
  }

  private void removePid() {
    try {
      Files.deleteIfExists(var.pidFile(part.name()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the pid file of " + part.name(), e);
    }
  }
}
