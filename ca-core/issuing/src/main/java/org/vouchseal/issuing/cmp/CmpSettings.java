package org.vouchseal.issuing.cmp;

import java.time.Duration;

/**
 * Limits of the CMP door.
 *
 * @param maxBody largest request body in octets, inclusive
 * @param confirmWait how long certConf is waited for
 * @param retryWindow how long the last answer of an ended transaction is given again
 * @param checkAfter how long a client with a waiting request is asked to stay away; at least one
 *     second, whole seconds
 * @param waitingLimit how long a request may wait before it is refused
 * @param macFailuresPerMinute failed MACs per reference and network in a minute, inclusive, before
 *     further messages are refused unseen
 * @param networkFailuresPerMinute the same for a network with whatever references
 * @param largestLists how many octets of revocation lists one answer carries at most, inclusive
 * @param pace how many messages a proved sender may send
 */
public record CmpSettings(
    int maxBody,
    Duration confirmWait,
    Duration retryWindow,
    Duration checkAfter,
    Duration waitingLimit,
    int macFailuresPerMinute,
    int networkFailuresPerMinute,
    int largestLists,
    PaceSettings pace) {

  public CmpSettings {
    if (checkAfter.toSeconds() < 1 || checkAfter.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "checkAfter is " + checkAfter + ", must be whole seconds and at least one");
    }
  }

  /** These with another limit for requests that wait. */
  public CmpSettings withWaitingLimit(Duration limit) {
    return new CmpSettings(
        maxBody,
        confirmWait,
        retryWindow,
        checkAfter,
        limit,
        macFailuresPerMinute,
        networkFailuresPerMinute,
        largestLists,
        pace);
  }

  /** These with another limit for revocation lists in an answer. */
  public CmpSettings withLargestLists(int octets) {
    return new CmpSettings(
        maxBody,
        confirmWait,
        retryWindow,
        checkAfter,
        waitingLimit,
        macFailuresPerMinute,
        networkFailuresPerMinute,
        octets,
        pace);
  }

  /** These with another pace. */
  public CmpSettings withPace(PaceSettings other) {
    return new CmpSettings(
        maxBody,
        confirmWait,
        retryWindow,
        checkAfter,
        waitingLimit,
        macFailuresPerMinute,
        networkFailuresPerMinute,
        largestLists,
        other);
  }

  /** 64 KiB, one hour, 60 seconds; 30 seconds, 30 days; 10 and 100 failures; 64 KiB of lists. */
  public static final CmpSettings DEFAULT =
      new CmpSettings(
          64 * 1024,
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofDays(30),
          10,
          100,
          64 * 1024,
          PaceSettings.DEFAULT);
}
