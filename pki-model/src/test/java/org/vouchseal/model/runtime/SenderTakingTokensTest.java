package org.vouchseal.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTakingTokensTest {

  private static final Pace STEADY = Pace.steady(3, Duration.ofSeconds(10));
  private static final Pace BY_THE_MINUTE = Pace.inEach(Duration.ofMinutes(1), 3);

  private final HandSetClock clock = new HandSetClock(Instant.parse("2026-11-24T12:00:00Z"));
  private final TokenBuckets buckets = new TokenBuckets(4, clock);

  private void later(long millis) {
    clock.set(clock.instant().plusMillis(millis));
  }

  private void takes(int tokens, Pace pace) {
    for (int i = 0; i < tokens; i++) {
      assertThat(buckets.take("anna", pace)).as("token " + i).isEmpty();
    }
  }

  private void waits(Pace pace, long millis) {
    assertThat(buckets.take("anna", pace)).contains(Duration.ofMillis(millis));
  }

  @Test
  void emptyBucket_saysHowLongTheNextTokenTakes() {
    takes(3, STEADY);
    waits(STEADY, 10_000);
    later(9_999);
    waits(STEADY, 1);
    later(1);
    takes(1, STEADY);
    waits(STEADY, 10_000);
  }

  @Test
  void timeBetweenTokens_isNotLost() {
    takes(3, STEADY);
    later(15_000);
    takes(1, STEADY);
    waits(STEADY, 5_000);
    later(5_000);
    takes(1, STEADY);
    waits(STEADY, 10_000);
  }

  @Test
  void askingInVain_takesNothing() {
    takes(3, STEADY);
    for (int i = 0; i < 10; i++) {
      later(999);
      assertThat(buckets.take("anna", STEADY)).isPresent();
    }
    later(10);
    takes(1, STEADY);
  }

  @Test
  void longPause_fillsTheBucketAndNotMore() {
    takes(2, STEADY);
    later(Duration.ofDays(400_000).toMillis());
    takes(3, STEADY);
    waits(STEADY, 10_000);
  }

  @Test
  void fullBucket_countsNoTime() {
    takes(1, STEADY);
    later(19_000);
    takes(3, STEADY);
    later(9_999);
    waits(STEADY, 1);
  }

  @Test
  void periods_beginWithTheFirstAndGiveAllAtOnce() {
    takes(2, BY_THE_MINUTE);
    later(59_000);
    takes(1, BY_THE_MINUTE);
    waits(BY_THE_MINUTE, 1_000);
    later(1_000);
    takes(3, BY_THE_MINUTE);
    waits(BY_THE_MINUTE, 60_000);
  }

  @Test
  void clockSetBack_givesNothingAndHoldsNobodyUpForLongerThanAPause() {
    takes(3, STEADY);
    later(Duration.ofDays(-1).toMillis());
    waits(STEADY, 10_000);
    later(10_000);
    takes(1, STEADY);
  }

  @Test
  void others_haveBucketsOfTheirOwn() {
    takes(3, STEADY);
    assertThat(buckets.take("bert", STEADY)).isEmpty();
    waits(STEADY, 10_000);
  }

  @Test
  void moreSendersThanAreCounted_forgetTheOneThatWasSilentLongest() {
    takes(3, STEADY);
    for (int i = 0; i < 3; i++) {
      assertThat(buckets.take("other" + i, STEADY)).isEmpty();
    }
    waits(STEADY, 10_000);
    for (int i = 3; i < 7; i++) {
      assertThat(buckets.take("other" + i, STEADY)).isEmpty();
    }
    takes(3, STEADY);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "1, 1, -1"})
  void paceThatGivesNothing_isRefused(int burst, int refill, long seconds) {
    assertThatThrownBy(() -> new Pace(burst, refill, Duration.ofSeconds(seconds)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be positive");
  }
}
