package org.vouchseal.issuing.key;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Known weaknesses that show in an RSA public key. */
final class RsaWeakness {

  private static final BigInteger F4 = BigInteger.valueOf(65537);

  /** All odd primes below 752, the trial division of NIST SP 800-89 §5.3.3. */
  private static final List<Integer> SMALL_PRIMES = oddPrimesBelow(752);

  private static final int ROCA_LARGEST_PRIME = 167;

  /**
   * As many steps as find factors that share about the upper half of their digits and some more.
   */
  private static final int FERMAT_STEPS = 110;

  private RsaWeakness() {}

  static Optional<KeyFault> of(SubjectKey.Rsa key, int exponent) {
    BigInteger n = key.modulus();
    BigInteger e = key.exponent();
    if (n.bitLength() % 8 != 0) {
      return Optional.of(
          KeyFault.notAllowed(
              "RSA modulus of " + n.bitLength() + " bits, must be a multiple of 8"));
    }
    if (!e.equals(BigInteger.valueOf(exponent))) {
      return Optional.of(KeyFault.notAllowed("RSA exponent must be " + exponent));
    }
    if (hasSmallFactor(n)) {
      return Optional.of(KeyFault.weak("the RSA modulus has a small factor"));
    }
    if (hasRocaFingerprint(n)) {
      return Optional.of(KeyFault.weak("the RSA modulus has the fingerprint of CVE-2017-15361"));
    }
    if (hasClosePrimes(n)) {
      return Optional.of(KeyFault.weak("the primes of the RSA modulus are too close"));
    }
    return Optional.empty();
  }

  private static boolean hasSmallFactor(BigInteger n) {
    if (!n.testBit(0)) {
      return true;
    }
    for (int prime : SMALL_PRIMES) {
      if (n.mod(BigInteger.valueOf(prime)).signum() == 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the modulus is a power of 65537 modulo every small prime, as those of the faulty
   * library are; a sound modulus passes all of them with a chance of about 2^-28.
   */
  private static boolean hasRocaFingerprint(BigInteger n) {
    for (int prime : SMALL_PRIMES) {
      if (prime > ROCA_LARGEST_PRIME) {
        return true;
      }
      if (!powersOfF4(prime).contains(n.mod(BigInteger.valueOf(prime)).intValue())) {
        return false;
      }
    }
    return true;
  }

  private static Set<Integer> powersOfF4(int prime) {
    Set<Integer> powers = new HashSet<>();
    int generator = F4.mod(BigInteger.valueOf(prime)).intValue();
    int power = 1;
    while (powers.add(power)) {
      power = power * generator % prime;
    }
    return powers;
  }

  /** Fermat's method: n = a² - b² with a little above the root of n. */
  private static boolean hasClosePrimes(BigInteger n) {
    BigInteger a = n.sqrt();
    if (a.multiply(a).compareTo(n) < 0) {
      a = a.add(BigInteger.ONE);
    }
    for (int step = 0; step < FERMAT_STEPS; step++) {
      BigInteger bb = a.multiply(a).subtract(n);
      BigInteger b = bb.sqrt();
      if (b.multiply(b).equals(bb)) {
        return true;
      }
      a = a.add(BigInteger.ONE);
    }
    return false;
  }

  private static List<Integer> oddPrimesBelow(int limit) {
    List<Integer> primes = new ArrayList<>();
    for (int candidate = 3; candidate < limit; candidate += 2) {
      int number = candidate;
      if (primes.stream().noneMatch(prime -> number % prime == 0)) {
        primes.add(number);
      }
    }
    return List.copyOf(primes);
  }
}
