package org.vouchseal.sdk.cli;

import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import org.vouchseal.model.InvalidMailbox;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.VouchsealException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code vouchseal} with its subcommands. */
@Command(
    name = "vouchseal",
    description = "Gets, renews and revokes S/MIME certificate pairs from a Vouchseal service.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; the text says what to do",
      "2:the command itself is wrong",
      "3:not decided yet; run the same command later",
      "4:an answer or a certificate failed a check",
      "5:the service could not be reached"
    },
    subcommands = HelpCommand.class)
final class VouchsealCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  /** Runs one command line and gives the exit code; never throws. */
  static int run(String[] arguments, Console console) {
    CommandLine line = new CommandLine(new VouchsealCommand());
    line.addSubcommand("enroll", new EnrollCommand(console));
    line.addSubcommand("renew", new RenewCommand(console));
    line.addSubcommand("revoke", new RevokeCommand(console));
    line.addSubcommand("object", new ObjectCommand(console));
    line.setOut(new java.io.PrintWriter(console.out(), true));
    line.setErr(new java.io.PrintWriter(console.err(), true));
    line.setColorScheme(colors(arguments, console));
    line.setParameterExceptionHandler((wrong, given) -> misuse(wrong, given, console));
    line.setExecutionExceptionHandler(
        (failure, failed, parsed) -> report(failure, failed, console));
    return line.execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "which command? see vouchseal help");
  }

  private static CommandLine.Help.ColorScheme colors(String[] arguments, Console console) {
    boolean plain =
        console.variable("NO_COLOR").isPresent()
            || java.util.Arrays.asList(arguments).contains("--no-color");
    return CommandLine.Help.defaultColorScheme(
        plain ? CommandLine.Help.Ansi.OFF : CommandLine.Help.Ansi.AUTO);
  }

  /** The options may not have been read, so the form is taken from the words themselves. */
  private static int misuse(ParameterException wrong, String[] given, Console console) {
    CommandLine command = wrong.getCommandLine();
    List<String> words = List.of(given);
    Reporting reporting = new Reporting();
    reporting.noColor = words.contains("--no-color");
    boolean json =
        words.contains("--output=json")
            || Collections.indexOfSubList(words, List.of("--output", "json")) >= 0;
    reporting.form = json ? Reporting.Form.json : Reporting.Form.text;
    reporting.error(
        Fault.local(
            "usage",
            "the command is wrong",
            String.valueOf(wrong.getMessage()),
            "see " + command.getCommandSpec().qualifiedName() + " --help"),
        console);
    return ExitCode.USAGE;
  }

  private static int report(Exception failure, CommandLine failed, Console console) {
    Reporting reporting =
        failed.getCommand() instanceof ReportingCommand command
            ? command.reporting()
            : new Reporting();
    if (failure instanceof VouchsealException known) {
      reporting.error(known.fault(), console);
      return ExitCode.of(known);
    }
    if (failure instanceof InvalidMailbox invalid) {
      reporting.error(
          Fault.local(
              "mailbox-invalid",
              "this mailbox cannot be enrolled",
              String.valueOf(invalid.getMessage()),
              "check the address given to --mailbox"),
          console);
      return ExitCode.USAGE;
    }
    reporting.error(unexpected(failure), console);
    return ExitCode.FAILED;
  }

  private static Fault unexpected(Exception failure) {
    boolean file = failure instanceof UncheckedIOException;
    return Fault.local(
        file ? "file" : "internal",
        file ? "a file could not be read or written" : "vouchseal itself failed",
        failure.getClass().getSimpleName() + ": " + failure.getMessage(),
        file
            ? "check the rights and the space of the folder, then run the same command again"
            : "run the same command again; if it fails again, report this text");
  }
}
