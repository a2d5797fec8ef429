package org.vouchseal.launcher;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the stack of a var folder and waits until it has ended. */
final class StopCommand implements Subcommand {

  private static final long PATIENCE_SECONDS = 120;

  @Override
  public String name() {
    return "stop";
  }

  @Override
  public String usage() {
    return "stop               end the stack";
  }

  @Override
  public int run(Surroundings surroundings, List<String> arguments) {
    if (!arguments.isEmpty()) {
      surroundings.err().println("usage: ./run " + usage());
      return 2;
    }
    Optional<ProcessHandle> launcher = RunLock.holder(surroundings.var());
    if (launcher.isEmpty()) {
      return endLeftOvers(surroundings);
    }
    boolean unused = launcher.get().destroy();
    try {
      ProcessHandle ended = launcher.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      surroundings.out().println("stopped " + ended.pid());
      return 0;
    } catch (TimeoutException | ExecutionException e) {
      throw new Refused(
          "process " + launcher.get().pid() + " did not end within " + PATIENCE_SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted while waiting for the end");
    }
  }

  /** A launcher that was killed could end nobody. */
  private static int endLeftOvers(Surroundings surroundings) {
    VarFolder var = surroundings.var();
    List<String> ended = List.of();
    if (Files.isDirectory(var.run())) {
      try (RunLock lock =
          RunLock.take(var).orElseThrow(() -> new Refused("the stack is starting just now"))) {
        ended = LeftOver.endAll(var);
        new Addresses(surroundings.settings(), var, List.of()).remove();
      }
    }
    surroundings
        .out()
        .println(
            ended.isEmpty()
                ? "nothing runs for " + surroundings.settings().var()
                : "stopped " + String.join(", ", ended) + ", left by a launcher that was killed");
    return 0;
  }
}
