package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets one launcher at a time use a var folder. The lock is the operating system's, so it ends with
 * the process, however that ends.
 */
final class RunLock implements AutoCloseable {

  private final Path file;
  private final Path pidFile;
  private final FileChannel channel;

  private RunLock(Path file, Path pidFile, FileChannel channel) {
    this.file = file;
    this.pidFile = pidFile;
    this.channel = channel;
  }

  /** Takes the lock and writes this process's number; empty when a launcher runs. */
  static Optional<RunLock> take(VarFolder var) {
    Path file = var.run().resolve("launcher.lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      RunLock taken = new RunLock(file, var.pidFile("launcher"), channel);
      VarFolder.writeWhole(taken.pidFile, ProcessHandle.current().pid() + "\n");
      return Optional.of(taken);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lock " + file, e);
    }
  }

  /** The launcher that runs for this folder, if one does. */
  static Optional<ProcessHandle> holder(VarFolder var) {
    Path file = var.run().resolve("launcher.lock");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (tryLock(channel) != null) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readString(var.pidFile("launcher")).strip());
      return ProcessHandle.of(pid);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see who holds " + file, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(pidFile);
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + file, e);
    }
  }
}
