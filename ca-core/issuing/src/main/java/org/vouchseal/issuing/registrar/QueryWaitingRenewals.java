package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.vouchseal.messages.order.WaitingQuery;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.runtime.Transactions;

/**
 * Tells a registration authority under which of its own orders a renewal waits for a re-validation;
 * changes nothing.
 */
public final class QueryWaitingRenewals {

  /** How many are told at once; who gets as many asks for those after the last. */
  public static final int AT_ONCE = 100;

  private final Transactions transactions;
  private final OrderStore orders;
  private final StatementReading reading;
  private final OrderRules rules;
  private final Clock clock;

  QueryWaitingRenewals(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.orders = parts.orders();
    this.reading = parts.reading();
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
    this.clock = parts.clock();
  }

  /** Those of the signer, by reference. */
  public Outcome<List<WaitingRenewal>, Problem> waiting(String jws) {
    return reading
        .waitingQuery(jws)
        .then(
            query -> {
              Optional<Problem> untimely = rules.time(query.issuedAt(), query.expiresAt());
              return untimely.isPresent()
                  ? Outcome.refused(untimely.get())
                  : Outcome.of(transactions.run(() -> look(query)));
            });
  }

  private List<WaitingRenewal> look(WaitingQuery query) {
    return orders.waitingRenewals(query.ra(), clock.instant(), query.after(), AT_ONCE);
  }
}
