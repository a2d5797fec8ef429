package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildThatDiesTest {

  @TempDir private Path root;
  private VarFolder var;
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final Sleeper sleeper = new Sleeper();

  @BeforeEach
  void createFolders() {
    var = new VarFolder(root);
    var.create();
  }

  @Test
  void backOff_doublesFromOneSecondToThirty() {
    MovableClock clock = new MovableClock("2026-01-01T00:00:00Z");
    BackOff backOff = new BackOff(clock);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      backOff.started();
      clock.move(Duration.ofSeconds(5));
      waits.add(backOff.died().toSeconds());
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Test
  void backOff_beginsAnewAfterAMinuteOfLife() {
    MovableClock clock = new MovableClock("2026-01-01T00:00:00Z");
    BackOff backOff = new BackOff(clock);
    for (int i = 0; i < 5; i++) {
      Duration unused = backOff.died();
    }
    backOff.started();
    clock.move(Duration.ofSeconds(61));
    assertThat(backOff.died()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void deadChild_isStartedAgainWithItsNewNumberInTheFile() throws Exception {
    Supervisor supervisor = supervisor(true);
    Process first = supervisor.start();
    assertThat(pid()).isEqualTo(first.pid());
    first.destroyForcibly().waitFor();
    await(() -> told.contains("back"));
    assertThat(told).containsExactly("gone", "back");
    assertThat(pid()).isEqualTo(sleeper.running().pid()).isNotEqualTo(first.pid());
    supervisor.stop();
    assertThat(sleeper.running().isAlive()).isFalse();
    assertThat(var.pidFile("sleeper")).doesNotExist();
  }

  @Test
  void deadChild_staysDeadWhenAskedTo() throws Exception {
    Supervisor supervisor = supervisor(false);
    supervisor.start().destroyForcibly().waitFor();
    await(() -> shown.toString(StandardCharsets.UTF_8).contains("--no-restart"));
    assertThat(told).containsExactly("gone");
    assertThat(sleeper.starts).isEqualTo(1);
    assertThat(var.pidFile("sleeper")).doesNotExist();
    supervisor.stop();
  }

  @Test
  void stoppedChild_isNotReportedNorStartedAgain() throws Exception {
    Supervisor supervisor = supervisor(true);
    Process process = supervisor.start();
    supervisor.stop();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Thread.sleep(1200);
    assertThat(told).isEmpty();
    assertThat(sleeper.starts).isEqualTo(1);
  }

  @Test
  void startThatFailsAgain_isTriedOnceMore() throws Exception {
    Supervisor supervisor = supervisor(true);
    Process first = supervisor.start();
    sleeper.failures = 1;
    first.destroyForcibly().waitFor();
    await(() -> told.contains("back"));
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("did not start: not this time", "trying again in 2 s");
    supervisor.stop();
  }

  private Supervisor supervisor(boolean restart) {
    return new Supervisor(
        sleeper,
        var,
        Clock.systemUTC(),
        restart,
        new Supervisor.Listener() {
          @Override
          public void gone(String part) {
            told.add("gone");
          }

          @Override
          public void back(String part, Process process) {
            told.add("back");
          }
        },
        new PrintStream(shown, true, StandardCharsets.UTF_8));
  }

  private long pid() throws IOException {
    return Long.parseLong(Files.readString(var.pidFile("sleeper")).strip());
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(limit);
      Thread.sleep(20);
    }
  }

  private static final class Sleeper implements Part {
    private volatile @Nullable Process process;
    private volatile int starts;
    private volatile int failures;

    @Override
    public String name() {
      return "sleeper";
    }

    @Override
    public Process start() {
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("not this time");
      }
      starts++;
      try {
        Process started = new ProcessBuilder("sleep", "300").start();
        process = started;
        return started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {
      try {
        running().destroyForcibly().waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private Process running() {
      return java.util.Objects.requireNonNull(process);
    }
  }
}
