package org.vouchseal.launcher;

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
    Optional<ProcessHandle> launcher = RunLock.holder(surroundings.var());
    if (launcher.isEmpty()) {
      surroundings.out().println("nothing runs for " + surroundings.settings().var());
      return 0;
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
}
