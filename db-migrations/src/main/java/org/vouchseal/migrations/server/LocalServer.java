package org.vouchseal.migrations.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One MariaDB server as a child process, on 127.0.0.1 only.
 *
 * <p>Nobody can log in over TCP but the accounts of the init statements: the server's own {@code
 * root} answers on its socket alone. Stopping is orderly; {@link #kill} is not, and still loses
 * nothing that was committed.
 */
public final class LocalServer {

  /** A fresh data folder comes with accounts without a name and a schema open to all accounts. */
  private static final List<String> NOTHING_FOR_EVERYBODY =
      List.of(
          "DELETE FROM mysql.global_priv WHERE user = '';",
          "DELETE FROM mysql.db WHERE user IN ('', 'PUBLIC');",
          "DROP DATABASE IF EXISTS test;",
          "FLUSH PRIVILEGES;");

  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final ServerBinaries binaries;
  private final ServerSettings settings;
  private @Nullable Process process;

  public LocalServer(ServerBinaries binaries, ServerSettings settings) {
    this.binaries = binaries;
    this.settings = settings;
  }

  /**
   * Starts the server and waits until it answers.
   *
   * @param initStatements run before anybody can connect, one statement per element; they pass
   *     through a file only this user can read, which is deleted after the start
   * @throws IllegalStateException when it ended instead, or did not answer within two minutes; the
   *     message names the log
   */
  public synchronized void start(List<String> initStatements) {
    if (isAlive()) {
      throw new IllegalStateException("the server runs already");
    }
    try {
      binaries.createData(settings.data());
      Files.createDirectories(settings.temporary());
      Path init = writeInit(initStatements);
      try {
        Process started = launch(init);
        process = started;
        awaitAnswer(started);
      } finally {
        Files.deleteIfExists(init);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the database server", e);
    }
  }

  /** Whether the process runs. */
  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** The process of the last start. */
  public synchronized Process process() {
    if (process == null) {
      throw new IllegalStateException("the server was never started");
    }
    return process;
  }

  /** Stops it in order; no effect when it does not run. */
  public synchronized void stop() {
    end(false);
  }

  /** Ends it as a power failure would; no effect when it does not run. */
  public synchronized void kill() {
    end(true);
  }

  private void end(boolean atOnce) {
    Process ending = process;
    if (ending == null || !ending.isAlive()) {
      return;
    }
    try {
      if (atOnce) {
        ending.destroyForcibly();
      } else {
        ending.destroy();
      }
      if (!ending.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        ending.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ending.destroyForcibly();
    }
  }

  private Path writeInit(List<String> wanted) throws IOException {
    List<String> statements = new ArrayList<>(NOTHING_FOR_EVERYBODY);
    statements.addAll(wanted);
    Path init = settings.data().resolveSibling(settings.data().getFileName() + ".init.sql");
    Files.deleteIfExists(init);
    Files.createFile(
        init, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(init, String.join("\n", statements) + "\n", StandardCharsets.UTF_8);
    return init;
  }

  private Process launch(Path init) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binaries.program().toString());
    command.add("--no-defaults");
    command.add("--basedir=" + binaries.base());
    command.add("--init-file=" + init);
    command.addAll(settings.arguments());
    File log = settings.log().toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  private void awaitAnswer(Process started) throws IOException {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!started.isAlive()) {
        throw new IllegalStateException(
            "the database server ended with " + started.exitValue() + ", see " + settings.log());
      }
      if (System.nanoTime() > limit) {
        started.destroyForcibly();
        throw new IllegalStateException(
            "the database server did not answer within "
                + START_LIMIT.toSeconds()
                + " s, see "
                + settings.log());
      }
      pause();
    }
  }

  /** A greeting on the port; the init statements have run by then. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", settings.port()), 1000);
      socket.setSoTimeout(2000);
      return socket.getInputStream().read() >= 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the database server started", e);
    }
  }
}
