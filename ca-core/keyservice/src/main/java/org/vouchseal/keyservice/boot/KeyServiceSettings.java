package org.vouchseal.keyservice.boot;

import org.vouchseal.messages.asn1.DerLimits;
import org.vouchseal.messages.cmp.MacLimits;

/**
 * What may be set.
 *
 * @param poolLevel how many RSA keys to keep ready; 0 makes each when it is needed
 * @param macLimits which MAC parameters are worked on; the same as issuing's
 * @param messageLimits how large a message may be; the same as issuing's
 * @param rules what the room decides by; no operator sets them
 */
public record KeyServiceSettings(
    int poolLevel, MacLimits macLimits, DerLimits messageLimits, KeyServiceRules rules) {

  private static final int POOL_LEVEL = 8;

  /** Eight keys ready, the usual limits. */
  public static KeyServiceSettings defaults() {
    return new KeyServiceSettings(
        POOL_LEVEL, MacLimits.DEFAULT, DerLimits.MESSAGE, KeyServiceRules.STANDARD);
  }

  /** These with another level of the pool. */
  public KeyServiceSettings withPoolLevel(int level) {
    return new KeyServiceSettings(level, macLimits, messageLimits, rules);
  }

  /** These with other rules, and MAC parameters that they work on. */
  public KeyServiceSettings with(KeyServiceRules others, MacLimits macs) {
    return new KeyServiceSettings(poolLevel, macs, messageLimits, others);
  }
}
