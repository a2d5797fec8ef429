package org.vouchseal.issuing.door;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The stock {@code openssl cmp} of this machine, run in its own folder. */
final class OpensslClient {

  private final Path folder;
  private final String server;
  private final Path root;

  OpensslClient(Path folder, String server, Path root) {
    this.folder = folder;
    this.server = server;
    this.root = root;
  }

  /** What a run of the client came to. */
  record Run(int exit, String output) {
    boolean ok() {
      return exit == 0;
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  void key(String name) {
    run(
        "openssl",
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        name);
  }

  /** A transaction under a reference and a secret. */
  Run mac(String profile, String reference, String secret, String... more) {
    return cmp(profile, List.of("-ref", reference, "-secret", "pass:" + secret), List.of(more));
  }

  /** A transaction under a certificate. */
  Run signed(String profile, String certificate, String key, String... more) {
    return cmp(
        profile,
        List.of("-cert", certificate, "-key", key, "-trusted", root.toString()),
        List.of(more));
  }

  Run cmp(String profile, List<String> credential, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "cmp",
                "-config",
                "",
                "-batch",
                "-server",
                server,
                "-path",
                ".well-known/cmp/p/" + profile,
                "-recipient",
                "/CN=anybody",
                "-msg_timeout",
                "30",
                "-total_timeout",
                "60"));
    command.addAll(credential);
    command.addAll(more);
    return run(command.toArray(String[]::new));
  }

  Run run(String... command) {
    try {
      Path log = Files.createTempFile(folder, "run", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("openssl did not end: " + List.of(command));
      }
      return new Run(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
