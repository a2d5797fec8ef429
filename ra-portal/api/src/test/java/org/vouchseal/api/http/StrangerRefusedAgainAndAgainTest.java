package org.vouchseal.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who is refused ten thousand times does not fill the disk. */
class StrangerRefusedAgainAndAgainTest {

  private Instant now = Instant.parse("2027-01-01T00:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final RefusalLog log = new RefusalLog(clock);

  private Stream<String> lines(String type, int refusals) {
    return Stream.generate(() -> log.line(type, "r-1")).limit(refusals).flatMap(o -> o.stream());
  }

  @Test
  void refusals_areWrittenOneByOneUntilThereAreMany() {
    assertThat(lines("mailbox-invalid", 10_000))
        .hasSize(RefusalLog.PACE.burst())
        .containsOnly("refused mailbox-invalid with reference r-1");
  }

  @Test
  void thoseThatWereNotWritten_areCountedInTheNextLine() {
    assertThat(lines("mailbox-invalid", 10_000)).isNotEmpty();

    now = now.plus(Duration.ofMinutes(1));

    assertThat(lines("mailbox-invalid", 100))
        .containsExactly("refused mailbox-invalid with reference r-1, and 9940 others before it");
  }

  @Test
  void floodOfOneType_hidesNoOther() {
    assertThat(lines("mailbox-invalid", 10_000)).isNotEmpty();

    assertThat(lines("code-wrong", 1)).hasSize(1);
  }
}
