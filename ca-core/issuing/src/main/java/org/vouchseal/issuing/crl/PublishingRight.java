package org.vouchseal.issuing.crl;

import java.util.OptionalLong;

/** The right to publish, held by one node at a time. */
public interface PublishingRight {

  /**
   * Takes or renews it; outside any transaction. The fencing number, or empty when held elsewhere.
   */
  OptionalLong take();

  /** Whether a fencing number is still the newest; within the publishing transaction. */
  boolean isCurrent(long fence);
}
