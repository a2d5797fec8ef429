package org.vouchseal.issuing.cmp;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderUses.Wanted;

/** What a request that cannot be decided yet waits for. */
enum Awaited {
  /** The validation records of the enrolment have ended; the RA opens a case for new ones. */
  REVALIDATION(
      "your validation has ended: prove your mailbox again as the mail to you says, then this"
          + " request goes on by itself");

  private final String text;

  Awaited(String text) {
    this.text = text;
  }

  /** Said to the client. */
  String text() {
    return text;
  }

  /** What is awaited before the request can be decided, if anything. */
  static Optional<Awaited> before(Route route, Order order, Instant now) {
    return route.wanted() == Wanted.RENEWAL && order.isOpen() && !order.usableAt(now)
        ? Optional.of(REVALIDATION)
        : Optional.empty();
  }
}
