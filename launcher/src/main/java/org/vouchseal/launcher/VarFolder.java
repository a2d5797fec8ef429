package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The folder that holds all state of one stack, and what lies where in it. */
public record VarFolder(Path root) {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  public Path pki() {
    return root.resolve("pki");
  }

  public Path tokens() {
    return root.resolve("tokens");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  public Path database() {
    return root.resolve("db");
  }

  public Path mail() {
    return root.resolve("mail");
  }

  public Path run() {
    return root.resolve("run");
  }

  public Path temporary() {
    return root.resolve("tmp");
  }

  /** For the temporary files of one node alone; emptied when it starts. */
  Path temporary(String node) {
    return temporary().resolve(node);
  }

  public Path log(String name) {
    return root.resolve("log").resolve(name + ".log");
  }

  public Path pidFile(String name) {
    return run().resolve(name + ".pid");
  }

  public Path addresses() {
    return run().resolve("addresses.json");
  }

  /** The plan of the ceremony, to be read and changed before the first start. */
  public Path ceremonyPlan() {
    return root.resolve("ceremony.yaml");
  }

  /** Makes every folder; those with keys, mail and rows are for this user only. */
  void create() {
    try {
      Files.createDirectories(root);
      Files.createDirectories(run());
      Files.createDirectories(root.resolve("log"));
      Files.createDirectories(pki());
      for (Path own : new Path[] {secrets(), tokens(), database(), mail(), temporary()}) {
        Files.createDirectories(own);
        Files.setPosixFilePermissions(own, OWNER_ONLY);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the folders below " + root, e);
    }
  }

  /** Makes a folder for this user only, or takes out all that is in it. */
  static void empty(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> files;
      try (Stream<Path> found = Files.walk(folder)) {
        files =
            found.sorted(Comparator.reverseOrder()).filter(path -> !path.equals(folder)).toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } else {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
  }

  /**
   * Puts a file in place whole or not at all, readable by this user only.
   *
   * @param part name of the half-written file beside it, which no reader looks for
   */
  static void writeWhole(Path file, Path part, byte[] content) throws IOException {
    Files.deleteIfExists(part);
    Files.createFile(part, OWNER_FILE);
    Files.write(part, content);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void writeWhole(Path file, String text) {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      writeWhole(file, part, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
