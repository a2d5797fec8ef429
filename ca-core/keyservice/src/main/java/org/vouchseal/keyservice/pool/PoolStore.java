package org.vouchseal.keyservice.pool;

import java.util.Optional;

/** Where the pool's keys are kept. Every method needs a running transaction. */
public interface PoolStore {

  void add(PooledKey key);

  /**
   * Removes the oldest key that nobody else is drawing at this moment and returns it; never waits
   * for another one who draws. When the transaction is undone the key is back.
   */
  Optional<PooledKey> draw();

  /** How many keys there are. */
  int level();
}
