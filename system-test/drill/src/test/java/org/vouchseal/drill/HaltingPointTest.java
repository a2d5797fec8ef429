package org.vouchseal.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.model.runtime.HaltPoint;

class HaltingPointTest {

  private final AtomicInteger ends = new AtomicInteger();
  private final AtomicInteger pauses = new AtomicInteger();

  private HaltingPoint point(Map<String, String> environment) {
    return new HaltingPoint(environment, ends::incrementAndGet, pauses::incrementAndGet);
  }

  @Test
  void chosenPoint_endsOnceAndLeavesAMark(@TempDir Path folder) throws IOException {
    Path mark = folder.resolve("mark");
    HaltingPoint point =
        point(Map.of("VOUCHSEAL_DRILL", "tx-b.after", "VOUCHSEAL_DRILL_MARK", mark.toString()));

    point.reached("tx-a.after");
    assertThat(ends).hasValue(0);
    point.reached("tx-b.after");
    point.reached("tx-b.after");

    assertThat(ends).hasValue(1);
    assertThat(Files.readString(mark)).isEqualTo("tx-b.after\n");
  }

  @Test
  void count_waitsForTheNthTime() {
    HaltingPoint point = point(Map.of("VOUCHSEAL_DRILL", "reply.before:3"));
    point.reached("reply.before");
    point.reached("reply.before");
    assertThat(ends).hasValue(0);
    point.reached("reply.before");
    assertThat(ends).hasValue(1);
  }

  @Test
  void pause_stopsTheFirstOfSeveralNodesAndEndsNone(@TempDir Path folder) throws IOException {
    Path mark = folder.resolve("mark");
    Map<String, String> drill =
        Map.of(
            "VOUCHSEAL_DRILL",
            "pause@crl.before-publish:2",
            "VOUCHSEAL_DRILL_MARK",
            mark.toString());
    HaltingPoint one = point(drill);
    HaltingPoint other = point(drill);
    one.reached("crl.before-publish");
    other.reached("crl.before-publish");
    assertThat(pauses).hasValue(0);

    one.reached("crl.before-publish");
    other.reached("crl.before-publish");

    assertThat(pauses).hasValue(1);
    assertThat(ends).hasValue(0);
    assertThat(Files.readString(mark)).isEqualTo("crl.before-publish\n");
  }

  @Test
  void withoutDrill_neverEnds() {
    point(Map.of()).reached("tx-b.after");
    assertThat(ends).hasValue(0);
  }

  @Test
  void serviceLoader_findsIt() {
    assertThat(ServiceLoader.load(HaltPoint.class).findFirst())
        .containsInstanceOf(HaltingPoint.class);
  }
}
