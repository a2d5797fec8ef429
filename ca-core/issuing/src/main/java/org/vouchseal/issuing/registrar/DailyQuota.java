package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.vouchseal.model.Problem;

/**
 * How many enrolments and re-validations a registration authority may order on a day (UTC).
 *
 * <p>Rows are locked in this order: the registration authority, the order if there is one, then
 * here the count of the day. Nobody locks a count without its registration authority, and nobody
 * who has an order or a count asks for a registration authority, so that they never wait for each
 * other in a circle.
 */
final class DailyQuota {

  private final OrderStore orders;

  DailyQuota(OrderStore orders) {
    this.orders = orders;
  }

  /**
   * Counts one more in the running transaction, unless it would be too many or the others refuse
   * it: what is refused does not count, nor what is undone.
   *
   * @param at when the statement is accepted
   * @param others asked when the quota allows one more
   */
  Optional<Problem> countUnless(
      RegistrationAuthority authority, Instant at, Supplier<Optional<Problem>> others) {
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    Optional<Problem> refusal =
        orders.countOne(authority.name(), day) > authority.dailyQuota()
            ? Optional.of(Refusals.quota(authority.dailyQuota()))
            : others.get();
    if (refusal.isPresent()) {
      orders.takeBackOne(authority.name(), day);
    }
    return refusal;
  }
}
