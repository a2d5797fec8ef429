package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/** An unknown reference costs what a wrong secret costs: counted, since time is noisy. */
class UnknownReferenceTest {

  /** What was derived and computed: parameters, octets of secret and of message. */
  private static final class Counting extends MacComputation {
    final List<String> done = new ArrayList<>();

    Counting() {
      super(Samples.PROVIDERS);
    }

    @Override
    byte[] key(MacParameters parameters, byte[] secret) {
      done.add(parameters + ", " + secret.length + " octets");
      return super.key(parameters, secret);
    }

    @Override
    byte[] under(byte[] key, MacParameters parameters, byte[] protectedPart) {
      done.add(parameters + ", " + key.length + " octets, " + protectedPart.length + " octets");
      return super.under(key, parameters, protectedPart);
    }

    MacProtection protection() {
      return new MacProtection(
          this,
          MacLimits.DEFAULT,
          DerivationLimits.standard().keeping(9, Duration.ofMinutes(1)),
          new SecureRandom(),
          System::nanoTime);
    }
  }

  static Stream<byte[]> messages() {
    return Stream.of(
        new CmpWriter().pbm(CmpWriter.SECRET, 500),
        new CmpWriter().pbmac1(CmpWriter.SECRET, 500),
        new CmpWriter().pbm(CmpWriter.SECRET, 99),
        new CmpWriter().pbm(CmpWriter.SECRET, 100_001));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void unknownReference_takesTheSameWorkAndIsToldTheSame(byte[] octets) {
    ReceivedMessage message = Samples.read(octets);
    Counting known = new Counting();
    Counting unknown = new Counting();

    CmpRefusal wrong;
    try (MacSecret other =
        MacSecret.of("x".repeat(32).getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
      wrong = known.protection().verify(message, other).fault().orElseThrow();
    }
    CmpRefusal nobody = unknown.protection().refuseUnknown(message);

    assertThat(nobody).isEqualTo(wrong);
    assertThat(unknown.done).isEqualTo(known.done);
    assertThat(known.done).hasSize(wrong.failure() == CmpFailure.BAD_ALG ? 0 : 2);
  }
}
