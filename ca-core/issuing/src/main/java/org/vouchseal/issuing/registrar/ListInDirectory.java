package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.Map;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/**
 * Takes an owner's wish, which the registration authority of one of his orders hands on: whether
 * the public finds his current encryption certificate by the mailboxes of that order. It stays his
 * wish for later certificates and orders. Repeating the same statement changes nothing.
 */
public final class ListInDirectory {

  private static final String DIRECTORY = "directory";

  private final OrderStore orders;
  private final DirectoryChoiceStore choices;
  private final StatementReading reading;
  private final RefusedStatements refused;
  private final OnceAboutOrder once;
  private final AuditTrail audit;
  private final Clock clock;

  ListInDirectory(RegistrarParts parts) {
    this.orders = parts.orders();
    this.choices = parts.directoryChoices();
    this.reading = parts.reading();
    this.refused = new RefusedStatements(parts);
    this.once = new OnceAboutOrder(parts);
    this.audit = parts.audit();
    this.clock = parts.clock();
  }

  /** Judges the statement and keeps the wish; gives the order's reference. */
  public Outcome<Reference, Problem> list(String jws) {
    return reading
        .directory(jws)
        .then(
            order ->
                refused.noted(
                    order.ra(), order.reference(), order.jti(), jws, decided(order, jws)));
  }

  private Outcome<Reference, Problem> decided(DirectoryOrder order, String jws) {
    String digest = Sha256.hex(jws);
    return once.run(
        about(order, digest),
        current -> {
          keep(order, current, jws, digest);
          return Outcome.of(order.reference());
        });
  }

  private static OnceAboutOrder.About about(DirectoryOrder order, String digest) {
    return new OnceAboutOrder.About(
        order.ra(),
        order.jti(),
        order.tenant(),
        order.reference(),
        order.issuedAt(),
        order.expiresAt(),
        digest);
  }

  private void keep(DirectoryOrder order, Order current, String jws, String digest) {
    orders.keep(
        new Statement(
            order.ra(), order.jti(), DIRECTORY, order.reference(), jws, digest, clock.instant()));
    current
        .mailboxes()
        .forEach(
            mailbox ->
                choices.keepNewest(
                    current.owner(), mailbox, order.listed(), order.reference(), order.issuedAt()));
    audit.append(
        new AuditEvent(
            "directory.choice.accepted",
            "ra:" + order.ra(),
            "order:" + order.reference(),
            Map.of(
                "jti",
                order.jti(),
                "statement",
                digest,
                "listed",
                Boolean.toString(order.listed()))));
  }
}
