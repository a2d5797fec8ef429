package org.vouchseal.keyservice.jdbc;

import java.time.Duration;
import java.util.OptionalLong;
import org.vouchseal.keyservice.pool.RefillTurn;
import org.vouchseal.persistence.Leases;

/** The turn to fill the pool as a lease row. */
public final class LeasedRefillTurn implements RefillTurn {

  private static final String NAME = "key-pool";

  /** Longer than the making of one RSA key on a busy machine. */
  private static final Duration LENGTH = Duration.ofMinutes(1);

  private final Leases leases;

  public LeasedRefillTurn(Leases leases) {
    this.leases = leases;
  }

  @Override
  public OptionalLong take() {
    return leases.take(NAME, LENGTH);
  }

  @Override
  public boolean isCurrent(long fence) {
    return leases.isCurrent(NAME, fence);
  }
}
