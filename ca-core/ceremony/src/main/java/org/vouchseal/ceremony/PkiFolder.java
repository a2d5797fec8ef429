package org.vouchseal.ceremony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The folder that the ceremony fills. Each file appears whole, by rename, and is on the disk when
 * {@link #write} returns; the index is written last.
 */
final class PkiFolder {

  private static final String FRESH = ".new";

  private final Path folder;

  PkiFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  Optional<byte[]> find(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(String name, byte[] content) {
    Path file = folder.resolve(name);
    Path fresh = folder.resolve(name + FRESH);
    try {
      Files.createDirectories(file.getParent());
      try (FileChannel out =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        while (rest.hasRemaining()) {
          int unused = out.write(rest);
        }
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel parent = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        parent.force(true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /**
   * Runs {@code work} while no other process performs a ceremony for this folder.
   *
   * @throws CeremonyRefused when one does
   */
  <T> T exclusively(Supplier<T> work) {
    Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
              FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.tryLock()) {
        if (held == null) {
          throw new CeremonyRefused("another ceremony for " + folder + " is running");
        }
        return work.get();
      }
    } catch (OverlappingFileLockException e) {
      throw new CeremonyRefused("another ceremony for " + folder + " is running", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + lockFile, e);
    }
  }
}
