package org.vouchseal.sdk.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Identity;
import org.vouchseal.sdk.enrolment.CodeSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vouchseal enroll}. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    name = "enroll",
    description = {
      "Proves a mailbox and gets a signing and an encryption certificate for it.",
      "Run it again with the same --out after any failure: it goes on where it stopped."
    })
final class EnrollCommand implements Callable<Integer>, ReportingCommand {

  private static final long LONGEST_SPAN_SECONDS = 7 * 24 * 3600;

  private final Console console;

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin Reporting reporting = new Reporting();

  @Mixin ServerOption server = new ServerOption();

  @Option(
      names = "--mailbox",
      required = true,
      paramLabel = "ADDRESS",
      description = "The mailbox that the certificates are for.")
  String mailbox = "";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder for the certificates and keys; made when absent.")
  Path out = Path.of("");

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
      description = "Have a new mail sent when going on with an enrolment begun earlier.")
  boolean newCode;

  EnrollCommand(Console console) {
    this.console = console;
  }

  @Override
  public Reporting reporting() {
    return reporting;
  }

  @Override
  public Integer call() {
    requireSpan("--timeout", timeoutSeconds);
    requireSpan("--wait", waitSeconds);
    Mailbox wanted = Mailbox.parse(mailbox);
    Identity identity =
        server
            .sdk(console)
            .enrolMailbox()
            .enrol(
                wanted,
                out,
                newCode,
                Duration.ofSeconds(waitSeconds),
                codes(),
                reporting.progress(console));
    reporting.result(json(identity), text(identity), console);
    return ExitCode.OK;
  }

  private void requireSpan(String option, long seconds) {
    if (seconds < 0 || seconds > LONGEST_SPAN_SECONDS) {
      throw new ParameterException(
          spec.commandLine(),
          option + " is " + seconds + ", allowed are 0 to " + LONGEST_SPAN_SECONDS + " seconds");
    }
  }

  private CodeSource codes() {
    if (codeFrom == null) {
      if (!console.interactive()) {
        throw new ParameterException(
            spec.commandLine(),
            "nobody can be asked for the code here; give --code-from FILE or -");
      }
      return CodeSources.asked(console);
    }
    return codeFrom.equals("-")
        ? CodeSources.standardInput(console)
        : CodeSources.file(Path.of(codeFrom), Duration.ofSeconds(timeoutSeconds));
  }

  private static JsonObject json(Identity identity) {
    return Json.createObjectBuilder()
        .add("mailbox", identity.mailbox().address())
        .add("folder", identity.folder().toString())
        .add("signing", json(identity.signing()))
        .add("encryption", json(identity.encryption()))
        .build();
  }

  private static JsonObject json(X509Certificate certificate) {
    return Json.createObjectBuilder()
        .add("serial", certificate.getSerialNumber().toString(16))
        .add("issuer", certificate.getIssuerX500Principal().getName())
        .add("notAfter", certificate.getNotAfter().toInstant().toString())
        .build();
  }

  private static String text(Identity identity) {
    return """
        %s is enrolled. In %s:
          signing.pem      your signing certificate, valid until %s
          encryption.pem   your encryption certificate, valid until %s
          chain.pem        the CA that issued both
          root.pem         the root that everything leads to
          pair.p12         both keys with their certificates, for your mail program
          p12-password.txt the password of pair.p12
        The service keeps a copy of the encryption key in escrow, and never had the signing key."""
        .formatted(
            identity.mailbox(),
            identity.folder(),
            identity.signing().getNotAfter().toInstant(),
            identity.encryption().getNotAfter().toInstant());
  }
}
