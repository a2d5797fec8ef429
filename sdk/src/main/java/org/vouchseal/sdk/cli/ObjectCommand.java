package org.vouchseal.sdk.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vouchseal object}. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "object",
    description = {
      "Objects to somebody who became the new owner of your mailbox, signed with your certificate.",
      "In time, your certificates are not revoked until people have looked into it."
    })
final class ObjectCommand implements Callable<Integer>, ReportingCommand {

  private final Console console;

  @Mixin Reporting reporting = new Reporting();

  @Mixin ServerOption server = new ServerOption();

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "Folder that vouchseal enroll --out wrote to.")
  Path in = Path.of("");

  @Option(
      names = "--enrolment",
      required = true,
      paramLabel = "NAME",
      description = "The new owner's enrolment, as the mail names it.")
  String enrolment = "";

  ObjectCommand(Console console) {
    this.console = console;
  }

  @Override
  public Reporting reporting() {
    return reporting;
  }

  @Override
  public Integer call() {
    String opened = server.sdk(console).objectToNewOwner().object(in, enrolment);
    JsonObject json =
        Json.createObjectBuilder().add("enrolment", enrolment).add("case", opened).build();
    reporting.result(
        json,
        "The objection is accepted; nothing is revoked until people have decided. Your case is "
            + opened
            + ".",
        console);
    return ExitCode.OK;
  }
}
