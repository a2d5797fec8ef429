package org.vouchseal.sdk.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.vouchseal.sdk.enrolment.CodeSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a code comes from, and how long the service may take. */
final class CodeOptions {

  private static final long LONGEST_SPAN_SECONDS = 7 * 24 * 3600;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--code-from",
      paramLabel = "FILE|-",
      description = {
        "Where the code of the mail comes from: a file that is waited for, with the code alone or a"
            + " line \"Code: ...\" as in the saved mail, or - for standard input.",
        "Without it the code is asked for."
      })
  @Nullable String codeFrom;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for the file of --code-from; 900 by default.")
  long timeoutSeconds = 900;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = {
        "How long to wait, all in all, while the service has not decided; 300 by default.",
        "Then it ends with 3, and the same command goes on."
      })
  long waitSeconds = 300;

  @Option(
      names = "--new-code",
      description = "Have a new mail sent when going on with what was begun earlier.")
  boolean newCode;

  /** How long the service may take, or what is wrong with the options. */
  Duration patience() {
    requireSpan("--timeout", timeoutSeconds);
    requireSpan("--wait", waitSeconds);
    return Duration.ofSeconds(waitSeconds);
  }

  /** Whether there is a place that a code can come from. */
  boolean hasSource(Console console) {
    return codeFrom != null || console.interactive();
  }

  CodeSource source(Console console) {
    String from = codeFrom;
    if (from == null) {
      if (!console.interactive()) {
        throw new ParameterException(
            spec.commandLine(),
            "nobody can be asked for the code here; give --code-from FILE or -");
      }
      return CodeSources.asked(console);
    }
    return from.equals("-")
        ? CodeSources.standardInput(console)
        : CodeSources.file(Path.of(from), Duration.ofSeconds(timeoutSeconds));
  }

  private void requireSpan(String option, long seconds) {
    if (seconds < 0 || seconds > LONGEST_SPAN_SECONDS) {
      throw new ParameterException(
          spec.commandLine(),
          option + " is " + seconds + ", allowed are 0 to " + LONGEST_SPAN_SECONDS + " seconds");
    }
  }
}
