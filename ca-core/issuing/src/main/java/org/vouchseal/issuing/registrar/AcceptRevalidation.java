package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.RevalidationOrder;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes a registration authority's statement that it validated an applicant anew, and lets his
 * order be used until a later time: renewals that wait for it go on by themselves. Repeating the
 * same statement changes nothing, at whatever time.
 */
public final class AcceptRevalidation {

  private final Transactions transactions;
  private final RegistrationAuthorities authorities;
  private final OrderStore orders;
  private final StatementReading reading;
  private final OrderRules rules;
  private final DailyQuota quota;
  private final OrderStates states;
  private final RefusedStatements refused;
  private final AuditTrail audit;
  private final Clock clock;

  AcceptRevalidation(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.authorities = parts.authorities();
    this.orders = parts.orders();
    this.reading = parts.reading();
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
    this.quota = new DailyQuota(parts.orders());
    this.states = new OrderStates(parts.uses(), parts.clock());
    this.refused = new RefusedStatements(parts);
    this.audit = parts.audit();
    this.clock = parts.clock();
  }

  /** Judges the statement and extends the order. */
  public Outcome<AcceptedRevalidation, Problem> accept(String jws) {
    return reading
        .revalidation(jws)
        .then(
            order ->
                refused.noted(
                    order.ra(), order.reference(), order.jti(), jws, decided(order, jws)));
  }

  private Outcome<AcceptedRevalidation, Problem> decided(RevalidationOrder order, String jws) {
    String digest = Sha256.hex(jws);
    try {
      return transactions.run(() -> decide(order, jws, digest));
    } catch (DuplicateKey anotherWasFirst) {
      return transactions.run(() -> decide(order, jws, digest));
    }
  }

  private Outcome<AcceptedRevalidation, Problem> decide(
      RevalidationOrder order, String jws, String digest) {
    return authorities
        .findAndLock(order.ra())
        .then(
            authority -> {
              // before the first read without a lock, which fixes what all later ones see
              Optional<Order> current = orders.findAndLock(order.reference());
              return repetition(order, digest)
                  .orElseGet(() -> decide(order, jws, digest, authority, current));
            });
  }

  private Optional<Outcome<AcceptedRevalidation, Problem>> repetition(
      RevalidationOrder order, String digest) {
    return orders
        .statement(order.ra(), order.jti())
        .map(
            kept ->
                kept.jwsDigest().equals(digest)
                    ? Outcome.of(accepted(order, true))
                    : Outcome.refused(Refusals.otherBytes(order.jti())));
  }

  private Outcome<AcceptedRevalidation, Problem> decide(
      RevalidationOrder order,
      String jws,
      String digest,
      RegistrationAuthority authority,
      Optional<Order> locked) {
    Optional<Order> current =
        locked.filter(o -> o.ra().equals(order.ra()) && o.tenant().equals(order.tenant()));
    if (current.isEmpty()) {
      return Outcome.refused(Refusals.unknownOrder(order.reference()));
    }
    Instant now = clock.instant();
    Optional<Problem> refusal =
        rules
            .time(order.issuedAt(), order.expiresAt())
            .or(() -> rights(current.get(), authority))
            .or(() -> RevalidationRules.refusal(order, current.get().tier()))
            .or(() -> standing(order, current.get()))
            .or(() -> quota.countUnless(authority, now, Optional::empty));
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    extend(order, jws, digest, now);
    return Outcome.of(accepted(order, false));
  }

  private static Optional<Problem> rights(Order order, RegistrationAuthority authority) {
    if (!authority.tiers().contains(order.tier())) {
      return Optional.of(Refusals.tier(order.tier()));
    }
    return order.mailboxes().stream()
        .filter(mailbox -> !authority.mayOrderFor(mailbox))
        .findFirst()
        .map(Refusals::mailDomain);
  }

  private Optional<Problem> standing(RevalidationOrder order, Order current) {
    OrderOutcome.State state = states.of(current);
    if (state != OrderOutcome.State.ISSUED) {
      return Optional.of(Refusals.notExtendable(state));
    }
    if (!order.extendedJti().equals(current.jti())) {
      return Optional.of(Refusals.extendsAnother(order.extendedJti()));
    }
    Instant end = order.reusableUntil();
    if (!end.isAfter(current.reusableUntil())) {
      return Optional.of(Refusals.notLater(end, current.reusableUntil()));
    }
    Instant now = clock.instant();
    return end.isAfter(now)
        ? Optional.empty()
        : Optional.of(Refusals.ended(Duration.between(end, now)));
  }

  private void extend(RevalidationOrder order, String jws, String digest, Instant now) {
    orders.keep(
        new Statement(
            order.ra(), order.jti(), Statement.REVALIDATION, order.reference(), jws, digest, now));
    if (!orders.extend(order.reference(), order.reusableUntil())) {
      throw new IllegalStateException("an order that was locked and open is neither");
    }
    audit.append(
        new AuditEvent(
            "order.revalidated",
            "ra:" + order.ra(),
            "order:" + order.reference(),
            Map.of(
                "jti", order.jti(),
                "extends", order.extendedJti(),
                "reusableUntil", order.reusableUntil().toString(),
                "case", order.caseDigest(),
                "statement", digest)));
  }

  private static AcceptedRevalidation accepted(RevalidationOrder order, boolean repeated) {
    return new AcceptedRevalidation(order.reference(), order.reusableUntil(), repeated);
  }
}
