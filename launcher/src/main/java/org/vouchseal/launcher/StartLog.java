package org.vouchseal.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a server has written since it was started; its log holds earlier starts, too. */
final class StartLog {

  /** Written when every deployment was tried, whether or not it went well. */
  private static final Pattern THROUGH =
      Pattern.compile("Payara Micro .* ready in [0-9,.]+ \\(ms\\)");

  private static final String CAUSE = "Caused by: ";
  private static final int CAUSES_SHOWN = 3;

  private final Path log;
  private final long from;

  private StartLog(Path log, long from) {
    this.log = log;
    this.from = from;
  }

  /** To be made before the start. */
  static StartLog beginning(Path log) throws IOException {
    return new StartLog(log, Files.exists(log) ? Files.size(log) : 0);
  }

  /** Whether the server has tried to deploy everything. */
  boolean isThrough() {
    return THROUGH.matcher(text()).find();
  }

  /** The first causes of faults that it names, in its own words. */
  List<String> causes() {
    return text()
        .lines()
        .filter(line -> line.startsWith(CAUSE))
        .map(line -> line.substring(CAUSE.length()))
        .distinct()
        .limit(CAUSES_SHOWN)
        .toList();
  }

  private String text() {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(from);
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException nothingYet) {
      return "";
    }
  }
}
