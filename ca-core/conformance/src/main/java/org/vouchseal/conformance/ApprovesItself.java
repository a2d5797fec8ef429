package org.vouchseal.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.cmp.Awaited;
import org.vouchseal.issuing.cmp.Awaiting;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.issuing.cmp.Route;
import org.vouchseal.issuing.registrar.Order;

/** Lets every request wait for a while, counted from when its transaction was opened. */
final class ApprovesItself implements Awaiting {

  private final Duration wait;
  private final Awaited awaited;

  ApprovesItself(Duration wait) {
    this.wait = wait;
    this.awaited =
        new Awaited(
            "approval, which this address gives by itself after " + wait.toSeconds() + " s");
  }

  @Override
  public Optional<Awaited> before(
      Route route, Order order, Optional<CmpTransaction> known, Instant now) {
    boolean approved =
        known.filter(transaction -> !now.isBefore(transaction.openedAt().plus(wait))).isPresent();
    return approved ? Optional.empty() : Optional.of(awaited);
  }
}
