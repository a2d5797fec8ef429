package org.vouchseal.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stack of a test's own, started and stopped by {@code ./run} like any other. */
final class OwnStack implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(8);

  private final Path home;
  private final Path var;
  private final Map<String, String> environment;
  private int starts;

  private OwnStack(Path var, Map<String, String> more) {
    this.home = Path.of(System.getProperty("vouchseal.home"));
    this.var = var;
    Map<String, String> all = new HashMap<>(more);
    all.put("VOUCHSEAL_VAR", var.toString());
    all.put("VOUCHSEAL_HTTP_PORT", freePort());
    all.put("VOUCHSEAL_DB_PORT", freePort());
    all.put("VOUCHSEAL_SMTP_PORT", freePort());
    all.put("VOUCHSEAL_NODE_PORT", Integer.toString(freePortsOfNodes()));
    this.environment = Map.copyOf(all);
  }

  /** One that has nothing yet, whatever an earlier run left in the folder. */
  static OwnStack fresh(Path var) {
    return fresh(var, Map.of());
  }

  /** The same with further environment variables. */
  static OwnStack fresh(Path var, Map<String, String> environment) {
    try {
      deleteTree(var);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new OwnStack(var, environment);
  }

  /** Starts it and waits until it is ready. */
  Stack start(String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("run").toString()));
    command.addAll(List.of(arguments));
    try {
      Files.createDirectories(var);
      Path log = var.resolveSibling(var.getFileName() + "-run-" + ++starts + ".log");
      Process process = begin(command, log);
      awaitReady(process, log);
      return Stack.at(var);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a subcommand of {@code ./run} to its end. */
  Commands.Ended run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(home.resolve("run").toString()));
    command.addAll(List.of(arguments));
    return new Commands(home.resolve("target")).run(environment, command);
  }

  /** Where a halting point leaves its mark. */
  Path mark() {
    return var.resolve("run/drill.mark");
  }

  @Override
  public void close() {
    Commands.Ended unused = run("stop");
  }

  private Process begin(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("VOUCHSEAL_PUBLIC_URL");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static void awaitReady(Process process, Path log) throws IOException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < end) {
      String said = Files.readString(log);
      if (said.lines().anyMatch(line -> line.startsWith("READY "))) {
        return;
      }
      if (!process.isAlive()) {
        throw new AssertionError("the stack did not start:\n" + said);
      }
      Applicant.sleep(Duration.ofMillis(200));
    }
    process.destroy();
    try {
      boolean unusedEnded = process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("the stack was not ready in time:\n" + Files.readString(log));
  }

  private static String freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return Integer.toString(socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Below those that the system gives to clients, one of which could have it after a restart. */
  private static int freePortsOfNodes() {
    int first = 19180;
    while (RawHttp.isListening(first) || RawHttp.isListening(first + 1)) {
      first += 2;
    }
    return first;
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (var paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
