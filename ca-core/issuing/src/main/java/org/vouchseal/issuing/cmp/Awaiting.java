package org.vouchseal.issuing.cmp;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderUses.Wanted;

/** Whether a request has to wait before it can be decided. */
@FunctionalInterface
public interface Awaiting {

  /** A renewal waits while the validation records of its open order have ended. */
  Awaiting STANDARD =
      (route, order, known, now) ->
          route.wanted() == Wanted.RENEWAL && order.isOpen() && !order.usableAt(now)
              ? Optional.of(Awaited.REVALIDATION)
              : Optional.empty();

  /**
   * What is awaited before the request can be decided, if anything.
   *
   * @param known the transaction of the request, as it is kept; empty before there is one
   */
  Optional<Awaited> before(Route route, Order order, Optional<CmpTransaction> known, Instant now);
}
