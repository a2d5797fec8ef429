package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.vouchseal.issuing.centralkey.CentralKeySecrets;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.revocation.RevocationOutcome;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationOrder;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Takes a registration authority's order to revoke: one certificate, or all of an order together
 * with the order itself. Repeating the same statement changes nothing.
 */
public final class RevokeByOrder {

  private static final String REVOCATION = "revocation";

  private final OrderStore orders;
  private final StatementReading reading;
  private final Certificates certificates;
  private final RevokeOfOrder revokeOfOrder;
  private final RefusedStatements refused;
  private final CentralKeySecrets keyService;
  private final OnceAboutOrder once;
  private final AuditTrail audit;
  private final Clock clock;

  RevokeByOrder(RegistrarParts parts, RevokeOfOrder revokeOfOrder) {
    this.orders = parts.orders();
    this.reading = parts.reading();
    this.certificates = parts.certificates();
    this.revokeOfOrder = revokeOfOrder;
    this.refused = new RefusedStatements(parts);
    this.keyService = parts.keyServiceSecrets();
    this.once = new OnceAboutOrder(parts);
    this.audit = parts.audit();
    this.clock = parts.clock();
  }

  /** Judges the statement and revokes; gives the order's reference. */
  public Outcome<Reference, Problem> revoke(String jws) {
    return reading
        .revocation(jws)
        .then(
            order ->
                refused.noted(
                    order.ra(), order.reference(), order.jti(), jws, revokeRead(order, jws)));
  }

  private Outcome<Reference, Problem> revokeRead(RevocationOrder order, String jws) {
    String digest = Sha256.hex(jws);
    Outcome<Reference, Problem> ruling =
        once.run(about(order, digest), current -> decide(order, jws, digest));
    return ruling.then(
        reference -> {
          if (order.serial().isEmpty()) {
            keyService.erase(reference);
          }
          return Outcome.of(reference);
        });
  }

  private static OnceAboutOrder.About about(RevocationOrder order, String digest) {
    return new OnceAboutOrder.About(
        order.ra(),
        order.jti(),
        order.tenant(),
        order.reference(),
        order.issuedAt(),
        order.expiresAt(),
        digest);
  }

  private Outcome<Reference, Problem> decide(RevocationOrder order, String jws, String digest) {
    List<IssuedCertificate> ending =
        certificates.ofOrder(order.reference()).stream()
            .filter(c -> order.serial().map(c.serial()::equals).orElse(true))
            .toList();
    if (order.serial().isPresent() && ending.isEmpty()) {
      return Outcome.refused(Refusals.unknownCertificate());
    }
    end(order, jws, digest, ending);
    return Outcome.of(order.reference());
  }

  private void end(
      RevocationOrder order, String jws, String digest, List<IssuedCertificate> ending) {
    String actor = "ra:" + order.ra();
    orders.keep(
        new Statement(
            order.ra(), order.jti(), REVOCATION, order.reference(), jws, digest, clock.instant()));
    audit.append(
        new AuditEvent(
            "order.revocation.accepted",
            actor,
            "order:" + order.reference(),
            Map.of("jti", order.jti(), "statement", digest, "reason", order.reason().label())));
    for (IssuedCertificate certificate : ending) {
      RevocationOutcome unusedOutcome =
          revokeOfOrder.revokeInTransaction(order.reference(), certificate, order.reason(), actor);
    }
    if (order.serial().isEmpty() && orders.revoke(order.reference(), clock.instant())) {
      audit.append(AuditEvent.of("order.revoked", actor, "order:" + order.reference()));
    }
  }
}
