package org.vouchseal.launcher.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/** What went wrong behind the proxy, a line each. */
final class ProxyLog {

  private final Path file;
  private final Clock clock;

  ProxyLog(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  synchronized void note(String what) {
    try {
      Files.writeString(
          file,
          clock.instant() + " " + what + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
