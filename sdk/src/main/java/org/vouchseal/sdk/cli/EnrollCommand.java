package org.vouchseal.sdk.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.vouchseal.model.Mailbox;
import org.vouchseal.sdk.Identity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  private final Console console;

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

  @Mixin CodeOptions code = new CodeOptions();

  EnrollCommand(Console console) {
    this.console = console;
  }

  @Override
  public Reporting reporting() {
    return reporting;
  }

  @Override
  public Integer call() {
    Duration patience = code.patience();
    Mailbox wanted = Mailbox.parse(mailbox);
    Identity identity =
        server
            .sdk(console)
            .enrolMailbox()
            .enrol(
                wanted,
                out,
                code.newCode,
                patience,
                code.source(console),
                reporting.progress(console));
    reporting.result(json(identity), text(identity), console);
    return ExitCode.OK;
  }

  static JsonObject json(Identity identity) {
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
          enrolment.json   by which vouchseal renew proves the mailbox again; keep it to yourself
        The service keeps a copy of the encryption key in escrow, and never had the signing key."""
        .formatted(
            identity.mailbox(),
            identity.folder(),
            identity.signing().getNotAfter().toInstant(),
            identity.encryption().getNotAfter().toInstant());
  }
}
