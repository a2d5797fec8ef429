package org.vouchseal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;

/** What to tell people about a file that could not be written or read. */
final class FileFault {

  private FileFault() {}

  /** What happened, to which file, and what to do. */
  static String words(UncheckedIOException fault) {
    IOException cause = Objects.requireNonNull(fault.getCause(), "it always has one");
    String reason =
        cause instanceof FileSystemException file && file.getReason() != null
            ? file.getReason()
            : String.valueOf(cause.getMessage());
    String what = fault.getMessage() + ": " + reason;
    String lower = reason.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("quota")) {
      return what + "; the disk is full: make room and start again, nothing acknowledged is lost";
    }
    if (lower.contains("read-only")) {
      return what
          + "; the file system is read-only: mount it for writing, or choose another folder with "
          + Settings.VAR;
    }
    if (cause instanceof AccessDeniedException || lower.contains("permission denied")) {
      return what + ": no right to that file; choose another folder with " + Settings.VAR;
    }
    return what;
  }
}
