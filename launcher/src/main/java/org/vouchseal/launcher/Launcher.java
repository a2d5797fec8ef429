package org.vouchseal.launcher;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * {@code ./run}. The system property {@value #HOME} is the folder of the checkout.
 *
 * <p>Ends with 0 when it did what was asked, 1 when it could not, 2 for wrong arguments.
 */
public final class Launcher {

  static final String HOME = "vouchseal.home";

  /** Held so that their levels stay; what they have to say below warnings helps nobody. */
  private static final List<Logger> QUIET =
      List.of(Logger.getLogger("liquibase"), Logger.getLogger("com.icegreen"));

  private Launcher() {}

  public static void main(String[] arguments) {
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath().normalize();
    int status = run(List.of(arguments), System.getenv(), home, System.out, System.err);
    System.exit(status);
  }

  static int run(
      List<String> arguments,
      Map<String, String> environment,
      Path home,
      PrintStream out,
      PrintStream err) {
    try {
      Settings settings = Settings.from(environment, home);
      if (arguments.isEmpty() || arguments.get(0).startsWith("-")) {
        return new StartCommand(surroundings(settings, home, out, err)).run(arguments);
      }
      Optional<Subcommand> command = Subcommands.named(arguments.get(0));
      if (command.isEmpty()) {
        err.println("no such subcommand: " + arguments.get(0));
        HelpCommand.print(err);
        return 2;
      }
      Map<String, String> completed =
          RunningStack.complete(environment, new VarFolder(settings.var()).addresses());
      return command
          .get()
          .run(
              surroundings(Settings.from(completed, home), home, out, err),
              arguments.subList(1, arguments.size()));
    } catch (Refused refused) {
      err.println(refused.getMessage());
      return 1;
    } catch (UncheckedIOException fault) {
      err.println(FileFault.words(fault));
      return 1;
    }
  }

  private static Surroundings surroundings(
      Settings settings, Path home, PrintStream out, PrintStream err) {
    return new Surroundings(settings, new Artefacts(home), Clock.systemUTC(), out, err);
  }
}
