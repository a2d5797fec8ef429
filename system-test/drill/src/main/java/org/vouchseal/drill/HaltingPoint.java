package org.vouchseal.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * Ends the JVM with {@code Runtime.halt(137)} when a chosen point is reached for the n-th time.
 *
 * <p>Environment: {@code VOUCHSEAL_DRILL} is {@code NAME} or {@code NAME:n}, n counting from 1;
 * {@code VOUCHSEAL_DRILL_MARK} is the path of a file that gets one line with the name just before
 * the end, so that a drill can tell that the point was really reached. Without {@code
 * VOUCHSEAL_DRILL} it never halts.
 */
public final class HaltingPoint implements HaltPoint {

  /** Exit status of a process that ended at a halt point; the same as after SIGKILL in a shell. */
  public static final int STATUS = 137;

  private final @Nullable String name;
  private final int count;
  private final @Nullable Path mark;
  private final Runnable end;
  private final AtomicInteger reached = new AtomicInteger();

  /** For {@link java.util.ServiceLoader}: reads the environment of the process. */
  public HaltingPoint() {
    this(System.getenv(), () -> Runtime.getRuntime().halt(STATUS));
  }

  HaltingPoint(Map<String, String> environment, Runnable end) {
    String drill = environment.get("VOUCHSEAL_DRILL");
    String path = environment.get("VOUCHSEAL_DRILL_MARK");
    int colon = drill == null ? -1 : drill.indexOf(':');
    this.name =
        drill == null || drill.isBlank() ? null : colon < 0 ? drill : drill.substring(0, colon);
    this.count = drill == null || colon < 0 ? 1 : Integer.parseInt(drill.substring(colon + 1));
    this.mark = path == null ? null : Path.of(path);
    this.end = end;
  }

  @Override
  public void reached(String point) {
    if (point.equals(name) && reached.incrementAndGet() == count) {
      leaveMark(point);
      end.run();
    }
  }

  private void leaveMark(String point) {
    if (mark == null) {
      return;
    }
    try {
      Files.writeString(
          mark,
          point + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave the mark of a drill", e);
    }
  }
}
