package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.issuing.http.RegistrarHttpResponse;

/** Orders live five minutes here, queries one; a clock may be a minute off. */
class StatementsOutOfTimeTest extends OneIssuing {

  @ParameterizedTest
  @CsvSource({"299, true", "300, false", "-60, true", "-62, false"})
  void order_isTakenInItsTimeOnly(long seconds, boolean taken) {
    issuing.clock.advance(wholeSecond());
    Issuing.Enrolment order = issuing.written(issuing.wish("anna@example.org"));
    issuing.clock.advance(Duration.ofSeconds(seconds));

    judged(issuing.send(order), taken, 201);
  }

  @Test
  void orderTakenInTime_mayBeRepeatedLater() {
    Issuing.Enrolment order = issuing.enrolment("anna@example.org");
    issuing.clock.advance(Duration.ofHours(1));

    assertThat(issuing.send(order).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"59, true", "60, false", "-60, true", "-62, false"})
  void query_isAnsweredInItsTimeOnly(long seconds, boolean answered) {
    issuing.clock.advance(wholeSecond());
    String reference = issuing.enrolment("anna@example.org").reference();
    long now = issuing.clock.instant().getEpochSecond();
    String jws =
        issuing.pki.ra.query(
            Map.of(
                "iss",
                "main",
                "aud",
                "vouchseal-registrar",
                "iat",
                now,
                "exp",
                now + 60,
                "reference",
                reference));
    issuing.clock.advance(Duration.ofSeconds(seconds));

    judged(
        issuing.registrar("GET", "/orders/" + reference, "", Optional.of("Vouchseal-Query " + jws)),
        answered,
        200);
  }

  private Duration wholeSecond() {
    Instant now = issuing.clock.instant();
    return Duration.between(now, now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1));
  }

  private static void judged(RegistrarHttpResponse answer, boolean good, int status) {
    if (good) {
      assertThat(answer.status()).isEqualTo(status);
    } else {
      assertThat(answer.body()).contains("order-expired");
    }
  }
}
