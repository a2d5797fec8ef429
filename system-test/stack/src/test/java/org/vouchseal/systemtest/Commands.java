package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs foreign programs, with their output kept in a file, and never for ever. */
final class Commands {

  /** What a program did. */
  record Ended(int status, String output) {

    Ended mustSucceed() {
      if (status != 0) {
        throw new AssertionError("ended with " + status + ":\n" + output);
      }
      return this;
    }
  }

  private static final long LIMIT_SECONDS = 180;

  private final Path folder;
  private final Path outputs;

  Commands(Path folder) {
    this(folder, folder);
  }

  /** The same for a folder that is not ours: what is said is kept in another one. */
  Commands(Path folder, Path outputs) {
    this.folder = folder;
    this.outputs = outputs;
  }

  Path folder() {
    return folder;
  }

  Ended run(String... command) {
    return run(Map.of(), List.of(command));
  }

  Ended openssl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return run(Map.of(), command);
  }

  Ended run(Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile(outputs, "out", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end; so far:\n" + Files.readString(output));
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
