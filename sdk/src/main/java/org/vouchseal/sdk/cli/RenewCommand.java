package org.vouchseal.sdk.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.Pending;
import org.vouchseal.sdk.enrolment.CodeSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vouchseal renew}. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "renew",
    description = {
      "Renews the pair of a folder: a new signing key and the next encryption key.",
      "Old encryption keys stay in pair.p12, so that what was encrypted before stays readable.",
      "When the mailbox was proved too long ago, a mail with a code is sent and asked for.",
      "Run it again after any failure: it goes on where it stopped."
    })
final class RenewCommand implements Callable<Integer>, ReportingCommand {

  private final Console console;

  @Mixin Reporting reporting = new Reporting();

  @Mixin ServerOption server = new ServerOption();

  @Mixin CodeOptions code = new CodeOptions();

  @Option(
      names = "--in",
      required = true,
      paramLabel = "DIR",
      description = "Folder that vouchseal enroll --out wrote to.")
  Path in = Path.of("");

  RenewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Reporting reporting() {
    return reporting;
  }

  @Override
  public Integer call() {
    Duration patience = code.patience();
    Identity identity =
        server
            .sdk(console)
            .renewIdentity()
            .renew(in, code.newCode, patience, codes(), reporting.progress(console));
    reporting.result(EnrollCommand.json(identity), text(identity), console);
    return ExitCode.OK;
  }

  /** Most renewals need none, so that a missing one is no fault before. */
  private CodeSource codes() {
    return code.hasSource(console)
        ? code.source(console)
        : mailbox -> {
          throw new Pending(
              Fault.local(
                  "code-awaited",
                  "the renewal waits until the mailbox is proved again",
                  "the code is in the mail to " + mailbox + ", and nobody can be asked for it here",
                  "run the same command again with --code-from FILE or -; it goes on with the same"
                      + " request"));
        };
  }

  private static String text(Identity identity) {
    return """
        %s is renewed. In %s:
          signing.pem      your new signing certificate, valid until %s
          encryption.pem   your new encryption certificate, valid until %s
          pair.p12         both keys, and every earlier encryption key; its password is the same
        The former signing certificate stays valid until it ends; its key is no longer kept here."""
        .formatted(
            identity.mailbox(),
            identity.folder(),
            identity.signing().getNotAfter().toInstant(),
            identity.encryption().getNotAfter().toInstant());
  }
}
