package org.vouchseal.messages.cmp;

import java.time.Duration;

/**
 * How much of the processors deriving MAC keys may take.
 *
 * @param atOnce how many keys are derived at the same time
 * @param waiting how many messages more may wait for their turn
 * @param longestWait how long one waits before it is refused
 * @param kept how many derived keys are kept
 * @param keptFor how long one is kept at most
 */
public record DerivationLimits(
    int atOnce, int waiting, Duration longestWait, int kept, Duration keptFor) {

  public DerivationLimits {
    if (atOnce < 1 || waiting < 0 || longestWait.isNegative() || kept < 0 || keptFor.isNegative()) {
      throw new IllegalArgumentException("limits of derivations leave no room for one");
    }
  }

  /** As many as there are processors, 48 waiting for two seconds; no key is kept. */
  public static DerivationLimits standard() {
    return new DerivationLimits(
        Runtime.getRuntime().availableProcessors(), 48, Duration.ofSeconds(2), 0, Duration.ZERO);
  }

  /** The same with that many keys kept for that time; the caller sees to old ones. */
  public DerivationLimits keeping(int keys, Duration time) {
    return new DerivationLimits(atOnce, waiting, longestWait, keys, time);
  }
}
