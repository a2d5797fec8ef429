package org.vouchseal.messages.cmp;

/**
 * Which MAC parameters are worked on at all; all limits inclusive.
 *
 * @param minIterations fewest iterations of the key derivation
 * @param maxIterations most iterations; beyond it a request is a way to keep us busy
 * @param minSalt shortest salt in octets
 * @param maxSalt longest salt in octets
 */
public record MacLimits(int minIterations, int maxIterations, int minSalt, int maxSalt) {

  /** 100 to 100 000 iterations, salts of 8 to 64 octets. */
  public static final MacLimits DEFAULT = iterations(100, 100_000);

  public MacLimits {
    if (minIterations < 1 || maxIterations < minIterations || minSalt < 1 || maxSalt < minSalt) {
      throw new IllegalArgumentException("limits of MAC parameters are empty or not positive");
    }
  }

  /** The default salts with another range of iterations. */
  public static MacLimits iterations(int min, int max) {
    return new MacLimits(min, max, 8, 64);
  }
}
