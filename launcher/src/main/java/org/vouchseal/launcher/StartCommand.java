package org.vouchseal.launcher;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.vouchseal.launcher.proxy.Nodes;

/** Starts the stack and stays until it is told to end. */
final class StartCommand {

  private static final Logger LOG = Logger.getLogger(StartCommand.class.getName());
  private static final int REFUSED = 1;
  private static final int USAGE = 2;

  private final Surroundings surroundings;
  private final PrintStream out;

  StartCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.out = surroundings.out();
  }

  int run(List<String> arguments) {
    Optional<Stack.Options> options = options(arguments);
    if (options.isEmpty()) {
      HelpCommand.print(surroundings.err());
      return USAGE;
    }
    VarFolder var = surroundings.var();
    var.create();
    Optional<RunLock> lock = RunLock.take(var);
    if (lock.isEmpty()) {
      surroundings
          .err()
          .println("a stack runs already for " + var.root() + "; end it with ./run stop");
      return REFUSED;
    }
    try (RunLock held = lock.get()) {
      return runLocked(options.get(), held);
    }
  }

  private int runLocked(Stack.Options options, RunLock held) {
    Stack stack =
        new Stack(
            surroundings.settings(), surroundings.artefacts(), options, surroundings.clock(), out);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread ending =
        new Thread(
            () -> {
              stack.stop();
              held.close();
              stopped.countDown();
            },
            "stack ends");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      stack.start();
    } catch (Refused refused) {
      return failed(stack, String.valueOf(refused.getMessage()));
    } catch (UncheckedIOException fault) {
      return failed(stack, FileFault.words(fault));
    } catch (RuntimeException fault) {
      LOG.log(Level.SEVERE, "not foreseen", fault);
      return failed(stack, fault.toString());
    }
    sayWhatToTry(options);
    awaitEnd(stopped);
    return 0;
  }

  private int failed(Stack stack, String why) {
    if (stack.isEnded()) {
      return REFUSED; // by Ctrl-C or ./run stop: what failed then is no news
    }
    surroundings.err().println("the stack did not start:\n" + why);
    stack.stop();
    return REFUSED;
  }

  private static void awaitEnd(CountDownLatch stopped) {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sayWhatToTry(Stack.Options options) {
    Settings settings = surroundings.settings();
    String url = settings.publicUrl();
    out.println();
    out.println("Try next, in another window:");
    out.println("  ./run demo v1                       the main job, step by step");
    out.println(
        "  sdk/bin/vouchseal enroll --server " + url + " --mailbox you@example.org --out id");
    out.println("                                      the code comes by mail into");
    out.println("                                      " + surroundings.var().mail());
    out.println("  curl -s " + url + "/pki/root.cer | openssl x509 -inform DER -noout -text");
    out.println("  ./run stop                          end everything (Ctrl-C here does too)");
    options.drill().ifPresent(drill -> out.println("DRILL: the server ends at " + drill.point()));
    Conformance.of(settings).ifPresent(on -> on.warn(out));
    out.println();
    out.println("READY " + url);
    out.flush();
  }

  private static Optional<Stack.Options> options(List<String> arguments) {
    boolean restart = true;
    Optional<Drill> drill = Optional.empty();
    int nodes = 1;
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals("--no-restart")) {
        restart = false;
      } else if (arguments.get(i).equals("--drill") && i + 1 < arguments.size()) {
        i++;
        drill = Optional.of(new Drill(arguments.get(i)));
      } else if (arguments.get(i).equals("--nodes") && i + 1 < arguments.size()) {
        i++;
        nodes = nodes(arguments.get(i));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Stack.Options(restart, drill, nodes));
  }

  private static int nodes(String count) {
    if (!count.matches("[1-9]") || Integer.parseInt(count) > Nodes.MOST) {
      throw new Refused("--nodes is '" + count + "', not a number from 1 to " + Nodes.MOST);
    }
    return Integer.parseInt(count);
  }
}
