package org.vouchseal.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How child processes are begun: little environment, output into a log, a session of their own. */
final class Jvm {

  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "JAVA_HOME", "VOUCHSEAL_BLOCKED_KEYS");
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private Jvm() {}

  static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * A child with nothing of our environment but {@code PATH} and its like.
   *
   * <p>Ctrl-C reaches every process of a terminal's session at once; children have one of their own
   * so that the launcher can end them in order.
   */
  static ProcessBuilder child(List<String> command, Path log) {
    List<String> whole = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      whole.add(SETSID.toString());
    }
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    return builder;
  }
}
