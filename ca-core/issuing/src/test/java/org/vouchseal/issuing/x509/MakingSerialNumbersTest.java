package org.vouchseal.issuing.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.SerialNumber;

/** 126 bits must be random, each by itself: others lost one bit to the sign and never saw it. */
class MakingSerialNumbersTest {

  private static final int COUNT = 100_000;

  @Test
  void everyBit_isBalanced() {
    SecureRandom random = new SecureRandom();
    int[] ones = new int[128];
    Set<BigInteger> seen = new HashSet<>();
    for (int i = 0; i < COUNT; i++) {
      BigInteger serial = SerialNumber.random(random).value();
      assertThat(seen.add(serial)).isTrue();
      for (int bit = 0; bit < 128; bit++) {
        ones[bit] += serial.testBit(bit) ? 1 : 0;
      }
    }
    assertThat(ones[127]).isZero();
    assertThat(ones[126]).isEqualTo(COUNT);
    // six standard deviations of a fair coin: sqrt(100000)/2 = 158
    for (int bit = 0; bit < 126; bit++) {
      assertThat(ones[bit]).as("bit " + bit).isBetween(COUNT / 2 - 950, COUNT / 2 + 950);
    }
  }
}
