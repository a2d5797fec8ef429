package org.vouchseal.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs foreign programs in a folder, and never for ever. */
final class Programs {

  /** What a program did. */
  record Ended(int status, String output) {
    Ended mustSucceed() {
      if (status != 0) {
        throw new AssertionError("ended with " + status + ":\n" + output);
      }
      return this;
    }
  }

  private static final long LIMIT_SECONDS = 120;

  private final Path folder;

  Programs(Path folder) {
    this.folder = folder;
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  String write(String name, byte[] content) {
    try {
      Files.write(file(name), content);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** One CMP transaction at an address of the conformance CA. */
  Ended cmp(Ground ground, String address, String... more) {
    List<String> command = new ArrayList<>(List.of("openssl", "cmp", "-config", "", "-batch"));
    command.addAll(List.of("-server", ground.hostAndPort(), "-recipient", "/CN=anybody"));
    command.addAll(List.of("-path", ".well-known/cmp/p/" + address));
    command.addAll(List.of("-msg_timeout", "30", "-total_timeout", "60"));
    command.addAll(List.of(more));
    return run(command);
  }

  /** The same under the secret. */
  Ended underSecret(Ground ground, String address, String... more) {
    List<String> all = new ArrayList<>(List.of("-ref", "conformance"));
    all.addAll(List.of("-secret", "pass:" + Ground.SECRET, "-unprotected_errors"));
    all.addAll(List.of(more));
    return cmp(ground, address, all.toArray(String[]::new));
  }

  /** The same signed with the certificate and key of that name. */
  Ended signedBy(Ground ground, String name, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("-cert", name + ".pem", "-key", name + ".key", "-trusted", "root.pem"));
    all.addAll(List.of(more));
    return cmp(ground, "conformance", all.toArray(String[]::new));
  }

  Ended run(List<String> command) {
    try {
      Path output = Files.createTempFile(folder, "out", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end:\n" + Files.readString(output));
      }
      return new Ended(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
