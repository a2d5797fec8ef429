package org.vouchseal.issuing.registrar;

import java.time.Clock;

/** How far an order has come, from what is kept of it; needs a running transaction. */
final class OrderStates {

  private final OrderUseStore uses;
  private final Clock clock;

  OrderStates(OrderUseStore uses, Clock clock) {
    this.uses = uses;
    this.clock = clock;
  }

  OrderOutcome.State of(Order order) {
    if (order.state() == Order.State.REVOKED) {
      return OrderOutcome.State.REVOKED;
    }
    boolean issued =
        uses.taken(order.reference()).stream()
            .anyMatch(
                use ->
                    use.name().equals(OrderUse.SIGNING) && use.state() == OrderUse.State.CONFIRMED);
    if (issued) {
      return OrderOutcome.State.ISSUED;
    }
    return order.secretUsableAt(clock.instant())
        ? OrderOutcome.State.OPEN
        : OrderOutcome.State.EXPIRED;
  }
}
