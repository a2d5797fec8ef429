package org.vouchseal.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Sha256;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.enrolment.OpeningRequest;
import org.vouchseal.validation.enrolment.Repetition;

class ClientRepeatingItselfTest {

  private static final String KEY = "6f1c2a52-0c6a-4d5d-9d7a-0d6f5b1c2a52";

  @Test
  void sameKeyAndBody_countFor24HoursAndThenAnew() {
    try (RoomFixture fixture = new RoomFixture()) {
      OpenedEnrolment first = granted(open(fixture, "body"));
      fixture.clock.turn(Duration.ofHours(24).minusSeconds(1));
      assertThat(granted(open(fixture, "body")).id()).isEqualTo(first.id());
      assertThat(refused(open(fixture, "other")).problem().type())
          .isEqualTo("idempotency-key-reused");

      fixture.clock.turn(Duration.ofSeconds(1));
      assertThat(granted(open(fixture, "other")).id()).isNotEqualTo(first.id());
    }
  }

  @Test
  void keysDrawnAtRandom_areAlwaysTaken() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] octets = new byte[16];
      random.nextBytes(octets);
      ByteBuffer halves = ByteBuffer.wrap(octets);
      long high = (halves.getLong() & ~0xf000L) | 0x4000L;
      long low = (halves.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      assertTaken(new UUID(high, low).toString());
      assertTaken(HexFormat.of().formatHex(octets));
      assertTaken(Base64.getUrlEncoder().withoutPadding().encodeToString(octets));
      assertTaken("%039d".formatted(new BigInteger(1, octets)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "order-1",
        "anna@example.org",
        "2026-11-22T12:00:00Z",
        "k3J9xQ2mB7vT1nR5wZ8pL",
        "6f1c2a520c6a4d5d9d7a0d6f5b1c2a5",
        "12345678901234567890123456789012345678",
        "6f1c2a52-0c6a-1d5d-9d7a-0d6f5b1c2a52",
        "019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071",
        "00000000-0000-4000-8000-000000000000",
        "ababababababababababababababababab",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "0123456789abcdef0123456789abcdef",
        "with space 6f1c2a520c6a4d5d9d7a0d6f5b1c2a52",
        "6f1c2a520c6a4d5d9d7a0d6f5b1c2a52\u00e4"
      })
  void keyThatIsShortOrFollowsAPattern_isRefused(String key) {
    assertThatThrownBy(() -> new Repetition(key, "d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an Idempotency-Key has at ");
  }

  private static void assertTaken(String key) {
    assertThat(new Repetition(key, "d").key()).isEqualTo(key);
  }

  private static Outcome<OpenedEnrolment, Refusal> open(RoomFixture fixture, String bodyDigest) {
    return fixture
        .room
        .openEnrolment()
        .open(
            new OpeningRequest("anna@example.org", "V1", Set.of(), "en"),
            Optional.empty(),
            Optional.of(new Repetition(KEY, Sha256.hex(bodyDigest.getBytes(UTF_8)))));
  }
}
