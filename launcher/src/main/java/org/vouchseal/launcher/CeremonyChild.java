package org.vouchseal.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vouchseal.model.directory.PkiDirectory;

/**
 * Performs the ceremony in a process of its own, the only one that is told where the secret of the
 * root token lies. Repeating it changes nothing.
 */
final class CeremonyChild {

  static final String NAME = "ceremony";
  private static final String COMMAND = "org.vouchseal.ceremony.CeremonyCommand";
  private static final String ROOT_CRL = "org.vouchseal.ceremony.RootCrlCommand";
  private static final String STANDARD_PLAN = "/org/vouchseal/ceremony/ceremony.yaml";
  private static final long LIMIT_SECONDS = 180;
  private static final int LINES_SHOWN = 10;

  private final Settings settings;
  private final VarFolder var;
  private final String plan;

  CeremonyChild(Settings settings, VarFolder var) {
    this(settings, var, STANDARD_PLAN);
  }

  /**
   * One for another CA.
   *
   * @param plan the plan that comes with this program, as a resource
   */
  CeremonyChild(Settings settings, VarFolder var, String plan) {
    this.settings = settings;
    this.var = var;
    this.plan = plan;
  }

  /**
   * Refuses an address that the certificates do not carry; no effect before the first ceremony.
   *
   * @throws Refused naming both addresses
   */
  void requireSameAddress() {
    if (!Files.exists(var.pki().resolve(PkiDirectory.INDEX))) {
      return;
    }
    String performed = PkiDirectory.open(var.pki()).publicUrl();
    if (!performed.equals(settings.publicUrl())) {
      throw new Refused(
          "the ceremony was performed for "
              + performed
              + ", but "
              + Settings.PUBLIC_URL
              + " (or "
              + Settings.HTTP_PORT
              + ") now says "
              + settings.publicUrl()
              + "; certificates carry the address, so start with the old one, or with another "
              + Settings.VAR);
    }
  }

  /**
   * Runs the command and waits for its end.
   *
   * @throws Refused with its last lines when it did not end with 0
   */
  void perform() {
    writePlan();
    run(
        COMMAND,
        List.of(
            "--plan",
            var.ceremonyPlan().toString(),
            "--public-url",
            settings.publicUrl(),
            "--cabf-policy",
            Boolean.toString(settings.cabfPolicy())));
  }

  /**
   * Renews the root's revocation list, and gives what the command says of the new one.
   *
   * @param revocation {@code --revoke NAME --reason REASON}, or nothing
   * @throws Refused with its last lines when it did not end with 0
   */
  String renewRootCrl(List<String> revocation) {
    run(ROOT_CRL, revocation);
    return LogTail.of(var.log(NAME), 1);
  }

  private void run(String main, List<String> options) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Jvm.program(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + var.temporary(),
            "-cp",
            System.getProperty("java.class.path"),
            main,
            "--pki",
            var.pki().toString(),
            "--tokens",
            var.tokens().toString(),
            "--secrets",
            var.secrets().toString()));
    command.addAll(options);
    long earlier = written();
    ProcessBuilder builder = Jvm.child(command, var.log(NAME));
    builder.environment().put(Settings.CRYPTO, settings.crypto());
    int status = run(builder);
    if (status != 0) {
      throw new Refused(
          "the ceremony ended with "
              + status
              + ":\n"
              + LogTail.since(var.log(NAME), earlier, LINES_SHOWN));
    }
  }

  /** How long the log of earlier ceremonies is, whose words would only mislead. */
  private long written() {
    try {
      return Files.exists(var.log(NAME)) ? Files.size(var.log(NAME)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + var.log(NAME), e);
    }
  }

  private int run(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      VarFolder.writeWhole(var.pidFile(NAME), process.pid() + "\n");
      try {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
          throw new Refused("the ceremony did not end within " + LIMIT_SECONDS + " s");
        }
        return process.exitValue();
      } finally {
        process.destroyForcibly();
        Files.deleteIfExists(var.pidFile(NAME));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run the ceremony", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted during the ceremony; start again to complete it");
    }
  }

  private void writePlan() {
    if (Files.exists(var.ceremonyPlan())) {
      return;
    }
    try (InputStream content = CeremonyChild.class.getResourceAsStream(plan)) {
      if (content == null) {
        throw new IllegalStateException("no " + plan + " on the class path");
      }
      Files.copy(content, var.ceremonyPlan());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + var.ceremonyPlan(), e);
    }
  }
}
