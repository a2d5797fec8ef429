package org.vouchseal.issuing.cmp;

import java.time.Duration;

/**
 * Limits of the CMP door.
 *
 * @param maxBody largest request body in octets, inclusive
 * @param confirmWait how long certConf is waited for
 * @param retryWindow how long the last answer of an ended transaction is given again
 * @param macFailuresPerMinute failed MACs per reference and network in a minute, inclusive, before
 *     further messages are refused unseen
 * @param networkFailuresPerMinute the same for a network with whatever references
 */
public record CmpSettings(
    int maxBody,
    Duration confirmWait,
    Duration retryWindow,
    int macFailuresPerMinute,
    int networkFailuresPerMinute) {

  /** 64 KiB, one hour, 60 seconds, 10 and 100 failures. */
  public static final CmpSettings DEFAULT =
      new CmpSettings(64 * 1024, Duration.ofHours(1), Duration.ofSeconds(60), 10, 100);
}
