package org.vouchseal.status.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A cache reads Date, Last-Modified and Expires by the one form of RFC 9110 §5.6.7. */
class CacheReadingDatesTest {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final long FIRST = Instant.parse("1970-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  @Test
  void date_isWrittenAsTheRfcDoes() {
    assertThat(HttpDate.format(Instant.parse("1994-11-06T08:49:37Z")))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void anyMoment_isWrittenAsTheJdkDoesAndReadBack() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      Instant moment =
          Instant.ofEpochSecond(random.nextLong(FIRST, LAST + 1), random.nextInt(1_000_000_000));
      String text = HttpDate.format(moment);
      assertThat(text).isEqualTo(FORM.format(moment));
      assertThat(HttpDate.parse(text)).contains(Instant.ofEpochSecond(moment.getEpochSecond()));
    }
  }

  @Test
  void momentsAroundTheEndsOfYearsAndLeapDays_areWrittenAsTheJdkDoes() {
    for (int year : new int[] {1999, 2000, 2024, 2026, 2099, 2100, 2400}) {
      Instant turn = Instant.parse(year + "-01-01T00:00:00Z");
      Instant leap = Instant.parse(year + "-02-28T23:59:59Z");
      for (int seconds = -1; seconds <= 1; seconds++) {
        for (Instant moment :
            new Instant[] {turn.plusSeconds(seconds), leap.plusSeconds(seconds)}) {
          assertThat(HttpDate.format(moment)).isEqualTo(FORM.format(moment));
        }
      }
    }
  }
}
