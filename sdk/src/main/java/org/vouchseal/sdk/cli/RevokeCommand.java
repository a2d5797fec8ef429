package org.vouchseal.sdk.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.sdk.enrolment.RevokeIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vouchseal revoke}. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "revoke",
    description = {
      "Revokes the signing certificate of a folder.",
      "When it is the last valid one of its enrolment, the encryption certificate is revoked with"
          + " it; its key stays, so that what was encrypted remains readable."
    })
final class RevokeCommand implements Callable<Integer>, ReportingCommand {

  // The others are the CA's to give, not the subscriber's.
  private final Console console;

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin Reporting reporting = new Reporting();

  @Mixin ServerOption server = new ServerOption();

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "Folder that vouchseal enroll --out wrote to.")
  Path in = Path.of("");

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "keyCompromise, superseded, cessationOfOperation, affiliationChanged or unspecified; the"
              + " last by default.")
  String reason = RevocationReason.UNSPECIFIED.label();

  RevokeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Reporting reporting() {
    return reporting;
  }

  @Override
  public Integer call() {
    RevocationReason given = reason();
    RevokeIdentity.Revoked revoked = server.sdk(console).revokeIdentity().revoke(in, given);
    String serial = revoked.certificate().getSerialNumber().toString(16);
    JsonObject json =
        Json.createObjectBuilder()
            .add("serial", serial)
            .add("reason", given.label())
            .add("revokedBefore", revoked.before())
            .build();
    String text =
        revoked.before()
            ? "The signing certificate " + serial + " was revoked before."
            : "The signing certificate " + serial + " is revoked: " + given.label() + ".";
    reporting.result(json, text, console);
    return ExitCode.OK;
  }

  private RevocationReason reason() {
    if (reason.equals("certificateHold") || reason.equals("removeFromCRL")) {
      throw wrong("a certificate cannot be suspended, only revoked for good");
    }
    return RevocationReason.ofLabel(reason)
        .filter(RevocationReason::isSubscribersToGive)
        .orElseThrow(() -> wrong("\"" + reason + "\" is no reason that a subscriber can give"));
  }

  private ParameterException wrong(String why) {
    List<String> labels =
        Arrays.stream(RevocationReason.values())
            .filter(RevocationReason::isSubscribersToGive)
            .map(RevocationReason::label)
            .toList();
    return new ParameterException(
        spec.commandLine(), why + "; give one of " + String.join(", ", labels));
  }
}
