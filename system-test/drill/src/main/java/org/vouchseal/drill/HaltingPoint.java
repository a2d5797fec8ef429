package org.vouchseal.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.runtime.HaltPoint;

/**
 * Ends the JVM with {@code Runtime.halt(137)} when a chosen point is reached for the n-th time, or
 * stops it there until somebody lets it go on.
 *
 * <p>Environment: {@code VOUCHSEAL_DRILL} is {@code NAME} or {@code NAME:n}, n counting from 1, or
 * one of both after {@code pause@}, which stops the process by SIGSTOP; of several nodes with one
 * mark, the first that gets there. {@code VOUCHSEAL_DRILL_MARK} is the path of a file that gets one
 * line with the name just before the end, so that a drill can tell that the point was really
 * reached. Without {@code VOUCHSEAL_DRILL} it never halts.
 */
public final class HaltingPoint implements HaltPoint {

  /** Exit status of a process that ended at a halt point; the same as after SIGKILL in a shell. */
  public static final int STATUS = 137;

  private static final String PAUSE = "pause@";

  private final boolean pauses;
  private final @Nullable String name;
  private final int count;
  private final @Nullable Path mark;
  private final Runnable end;
  private final AtomicInteger reached = new AtomicInteger();

  /** For {@link java.util.ServiceLoader}: reads the environment of the process. */
  public HaltingPoint() {
    this(System.getenv(), () -> Runtime.getRuntime().halt(STATUS), HaltingPoint::stopThisProcess);
  }

  HaltingPoint(Map<String, String> environment, Runnable end, Runnable pause) {
    String wanted = environment.get("VOUCHSEAL_DRILL");
    this.pauses = wanted != null && wanted.startsWith(PAUSE);
    String drill = wanted != null && pauses ? wanted.substring(PAUSE.length()) : wanted;
    String path = environment.get("VOUCHSEAL_DRILL_MARK");
    int colon = drill == null ? -1 : drill.indexOf(':');
    this.name =
        drill == null || drill.isBlank() ? null : colon < 0 ? drill : drill.substring(0, colon);
    this.count = drill == null || colon < 0 ? 1 : Integer.parseInt(drill.substring(colon + 1));
    this.mark = path == null ? null : Path.of(path);
    this.end = pauses ? pause : end;
  }

  @Override
  public void reached(String point) {
    if (point.equals(name) && reached.incrementAndGet() == count && leaveMark(point)) {
      end.run();
    }
  }

  /** False when another node was here before. */
  private boolean leaveMark(String point) {
    if (mark == null) {
      return true;
    }
    try {
      Files.writeString(
          mark,
          point + "\n",
          StandardCharsets.UTF_8,
          pauses ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
      return true;
    } catch (FileAlreadyExistsException anotherNode) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave the mark of a drill", e);
    }
  }

  private static void stopThisProcess() {
    try {
      String self = Long.toString(ProcessHandle.current().pid());
      int unusedStatus = new ProcessBuilder("kill", "-STOP", self).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop this process for a drill", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
