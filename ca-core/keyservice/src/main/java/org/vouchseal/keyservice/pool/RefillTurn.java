package org.vouchseal.keyservice.pool;

import java.util.OptionalLong;

/** Sees to it that one node at a time fills the pool. */
public interface RefillTurn {

  /** Takes or renews the turn; the fencing number, or empty when it is another node's. */
  OptionalLong take();

  /** Whether that number is still the newest; asked inside the writing transaction. */
  boolean isCurrent(long fence);
}
