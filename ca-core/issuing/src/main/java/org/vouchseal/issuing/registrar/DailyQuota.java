package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.vouchseal.model.Problem;

/** How many enrolments a registration authority may order within 24 hours. */
final class DailyQuota {

  private static final Duration PERIOD = Duration.ofHours(24);

  private final OrderStore orders;
  private final Clock clock;

  DailyQuota(OrderStore orders, Clock clock) {
    this.orders = orders;
    this.clock = clock;
  }

  /** Why one more is too many; the authority is locked by the running transaction. */
  Optional<Problem> refusal(RegistrationAuthority authority) {
    return orders.acceptedSince(authority.name(), clock.instant().minus(PERIOD))
            < authority.dailyQuota()
        ? Optional.empty()
        : Optional.of(Refusals.quota(authority.dailyQuota()));
  }
}
