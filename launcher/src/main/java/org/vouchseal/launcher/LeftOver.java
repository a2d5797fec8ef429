package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Ends children that a killed launcher left running. A process counts as one only when its number
 * stands in a pid file of ours and its command line names our var folder.
 */
final class LeftOver {

  private static final long PATIENCE_SECONDS = 20;

  private LeftOver() {}

  /** To be called with the run lock held; says which it ended. */
  static List<String> endAll(VarFolder var) {
    try (Stream<Path> files = Files.list(var.run())) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".pid"))
          .filter(file -> !file.equals(var.pidFile("launcher")))
          .filter(file -> end(file, var))
          .map(file -> file.getFileName().toString().replace(".pid", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look through " + var.run(), e);
    }
  }

  private static boolean end(Path pidFile, VarFolder var) {
    try {
      String text = Files.readString(pidFile).strip();
      boolean ended = text.matches("[0-9]{1,18}") && end(Long.parseLong(text), var);
      Files.delete(pidFile);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + pidFile, e);
    }
  }

  private static boolean end(long pid, VarFolder var) throws IOException {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process == null || !commandLine(pid).contains(var.root() + "/")) {
      return false;
    }
    boolean unused = process.destroy();
    try {
      ProcessHandle gone = process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return !gone.isAlive();
    } catch (TimeoutException e) {
      return process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return process.destroyForcibly();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("cannot wait for process " + pid, e);
    }
  }

  private static String commandLine(long pid) throws IOException {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    return Files.exists(file)
        ? Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
        : "";
  }
}
