package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Acts on a statement about an order once: under the order's lock, in one transaction, and not
 * again when the same statement is repeated, whoever was faster.
 */
final class OnceAboutOrder {

  private final Transactions transactions;
  private final OrderStore orders;
  private final OrderRules rules;

  /**
   * What a statement says of itself.
   *
   * @param digest SHA-256 of its octets
   */
  record About(
      String ra,
      String jti,
      TenantId tenant,
      Reference reference,
      Instant issuedAt,
      Instant expiresAt,
      String digest) {}

  OnceAboutOrder(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.orders = parts.orders();
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
  }

  /** Gives what {@code act} gives, or the order's reference when that was done before. */
  Outcome<Reference, Problem> run(About about, Function<Order, Outcome<Reference, Problem>> act) {
    try {
      return transactions.run(() -> decide(about, act));
    } catch (DuplicateKey anotherWasFirst) {
      return transactions.run(() -> decide(about, act));
    }
  }

  private Outcome<Reference, Problem> decide(
      About about, Function<Order, Outcome<Reference, Problem>> act) {
    Optional<Order> current =
        orders
            .findAndLock(about.reference())
            .filter(o -> o.ra().equals(about.ra()) && o.tenant().equals(about.tenant()));
    if (current.isEmpty()) {
      return Outcome.refused(Refusals.unknownOrder(about.reference()));
    }
    Optional<Statement> kept = orders.statement(about.ra(), about.jti());
    if (kept.isPresent()) {
      return kept.get().jwsDigest().equals(about.digest())
          ? Outcome.of(about.reference())
          : Outcome.refused(Refusals.otherBytes(about.jti()));
    }
    return rules
        .time(about.issuedAt(), about.expiresAt())
        .<Outcome<Reference, Problem>>map(Outcome::refused)
        .orElseGet(() -> act.apply(current.get()));
  }
}
