package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes a request under the signature of a registration authority as the order that it is. The
 * message is kept as evidence, like any other statement; it brings no secret.
 */
public final class AcceptSignedRequest {

  private final Transactions transactions;
  private final RegistrationAuthorities authorities;
  private final OrderStore orders;
  private final OwnerRule owners;
  private final OrderRules rules;
  private final DailyQuota quota;
  private final AuditTrail audit;
  private final Clock clock;
  private final RegistrarSettings settings;

  AcceptSignedRequest(RegistrarParts parts, OwnerRule owners) {
    this.transactions = parts.transactions();
    this.authorities = parts.authorities();
    this.orders = parts.orders();
    this.owners = owners;
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
    this.quota = new DailyQuota(parts.orders());
    this.audit = parts.audit();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  /** The order as it is, or would be put in force; changes nothing. */
  public Outcome<Order, Problem> seen(EnrolmentOrder ordered, RegistrationAuthority authority) {
    Optional<Order> before = transactions.run(() -> orders.find(ordered.reference()));
    if (before.isPresent()) {
      return Outcome.of(before.get());
    }
    return rules
        .content(ordered, authority)
        .<Outcome<Order, Problem>>map(Outcome::refused)
        .orElseGet(() -> Outcome.of(inForce(ordered, clock.instant())));
  }

  /**
   * Puts it in force in the caller's transaction, or says why not; once it is in force nothing
   * changes.
   *
   * @param statement the message, as statements are kept
   */
  public Optional<Problem> acceptInTransaction(EnrolmentOrder ordered, String statement) {
    return authorities
        .findSpeakingAndLock(ordered.ra())
        .fold(authority -> accept(ordered, statement, authority), Optional::of);
  }

  private Optional<Problem> accept(
      EnrolmentOrder ordered, String statement, RegistrationAuthority authority) {
    if (orders.statement(ordered.ra(), ordered.jti()).isPresent()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<Problem> refusal =
        rules
            .content(ordered, authority)
            .or(() -> quota.countUnless(authority, now, () -> ownerRefused(ordered)));
    if (refusal.isEmpty()) {
      putInForce(ordered, statement, now);
    }
    return refusal;
  }

  private Optional<Problem> ownerRefused(EnrolmentOrder ordered) {
    return owners.applyInTransaction(ordered, Optional.empty(), Optional.empty());
  }

  private void putInForce(EnrolmentOrder ordered, String statement, Instant now) {
    String digest = Sha256.hex(statement);
    orders.keep(
        new Statement(
            ordered.ra(),
            ordered.jti(),
            Statement.CMP,
            ordered.reference(),
            statement,
            digest,
            now));
    Order order = inForce(ordered, now);
    orders.insert(order);
    audit.append(AcceptOrder.accepted(order, digest, Optional.empty()));
  }

  private Order inForce(EnrolmentOrder ordered, Instant now) {
    return Order.inForce(ordered, now, settings.secretLife(), Optional.empty());
  }
}
