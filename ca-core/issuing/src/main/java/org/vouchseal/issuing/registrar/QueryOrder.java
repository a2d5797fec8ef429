package org.vouchseal.issuing.registrar;

import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.messages.order.OrderQuery;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.Transactions;

/** Tells a registration authority what became of its order; changes nothing. */
public final class QueryOrder {

  private final Transactions transactions;
  private final OrderStore orders;
  private final OrderStates states;
  private final OwnerStore owners;
  private final Certificates certificates;
  private final StatementReading reading;
  private final OrderRules rules;

  QueryOrder(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.orders = parts.orders();
    this.states = new OrderStates(parts.uses(), parts.clock());
    this.owners = parts.owners();
    this.certificates = parts.certificates();
    this.reading = parts.reading();
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
  }

  /**
   * The outcome so far.
   *
   * @param reference from the address that was asked
   * @param jws the signed query, which must name the same reference
   */
  public Outcome<OrderOutcome, Problem> outcome(Reference reference, String jws) {
    return reading
        .query(jws)
        .then(
            query -> {
              Optional<Problem> untimely = rules.time(query.issuedAt(), query.expiresAt());
              return untimely.isPresent()
                  ? Outcome.refused(untimely.get())
                  : transactions.run(() -> look(reference, query));
            });
  }

  private Outcome<OrderOutcome, Problem> look(Reference reference, OrderQuery query) {
    return Outcome.of(
        orders
            .find(reference)
            .filter(order -> query.reference().equals(reference) && order.ra().equals(query.ra()))
            .map(this::outcome),
        () -> Refusals.unknownOrder(reference));
  }

  private OrderOutcome outcome(Order order) {
    List<OrderOutcome.Certificate> issued =
        certificates.ofOrder(order.reference()).stream().map(QueryOrder::certificate).toList();
    List<OrderOutcome.FormerOwner> former =
        owners.causedBy(order.reference()).stream()
            .map(s -> new OrderOutcome.FormerOwner(s.mailbox(), s.dueAt(), s.state()))
            .toList();
    return new OrderOutcome(order.reference(), states.of(order), issued, former);
  }

  private static OrderOutcome.Certificate certificate(IssuedCertificate issued) {
    return new OrderOutcome.Certificate(
        issued.serial(),
        issued.profile(),
        issued.notAfter(),
        issued.revocation().isPresent() ? "REVOKED" : issued.state().name());
  }
}
