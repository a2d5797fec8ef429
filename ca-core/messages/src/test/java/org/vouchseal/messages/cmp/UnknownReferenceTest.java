package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

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
    byte[] mac(MacParameters parameters, MacSecret secret, byte[] protectedPart) {
      int length = secret.use(octets -> octets.length);
      done.add(parameters + ", " + length + " octets, " + protectedPart.length + " octets");
      return super.mac(parameters, secret, protectedPart);
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
      wrong =
          new MacProtection(known, MacLimits.DEFAULT).verify(message, other).fault().orElseThrow();
    }
    CmpRefusal nobody = new MacProtection(unknown, MacLimits.DEFAULT).refuseUnknown(message);

    assertThat(nobody).isEqualTo(wrong);
    assertThat(unknown.done).isEqualTo(known.done);
    assertThat(known.done).hasSize(wrong.failure() == CmpFailure.BAD_ALG ? 0 : 1);
  }
}
