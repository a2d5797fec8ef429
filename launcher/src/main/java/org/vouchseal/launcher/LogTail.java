package org.vouchseal.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, to be shown when a start failed. */
final class LogTail {

  private LogTail() {}

  static String of(Path log, int lines) {
    return since(log, 0, lines);
  }

  /** The same of what was written after the first {@code octets}. */
  static String since(Path log, long octets, int lines) {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(octets);
      List<String> all =
          new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "(no log: " + log + ")";
    }
  }
}
