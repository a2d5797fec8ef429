package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.DirectoryOrder;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/**
 * Takes an owner's wish, which the registration authority of one of his orders hands on: whether
 * the public finds his current encryption certificate by the mailboxes of that order. It stays his
 * wish for later certificates and orders. Repeating the same statement changes nothing.
 */
public final class ListInDirectory {

  private static final String DIRECTORY = "directory";

  private final Transactions transactions;
  private final OrderStore orders;
  private final DirectoryChoiceStore choices;
  private final StatementReading reading;
  private final RefusedStatements refused;
  private final OrderRules rules;
  private final AuditTrail audit;
  private final Clock clock;

  ListInDirectory(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.orders = parts.orders();
    this.choices = parts.directoryChoices();
    this.reading = parts.reading();
    this.refused = new RefusedStatements(parts);
    this.rules = new OrderRules(parts.clock(), parts.settings().clockTolerance());
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
    try {
      return transactions.run(() -> decide(order, jws, digest));
    } catch (DuplicateKey anotherWasFirst) {
      return transactions.run(() -> decide(order, jws, digest));
    }
  }

  private Outcome<Reference, Problem> decide(DirectoryOrder order, String jws, String digest) {
    Optional<Order> current =
        orders
            .findAndLock(order.reference())
            .filter(o -> o.ra().equals(order.ra()) && o.tenant().equals(order.tenant()));
    if (current.isEmpty()) {
      return Outcome.refused(Refusals.unknownOrder(order.reference()));
    }
    Optional<Statement> kept = orders.statement(order.ra(), order.jti());
    if (kept.isPresent()) {
      return kept.get().jwsDigest().equals(digest)
          ? Outcome.of(order.reference())
          : Outcome.refused(Refusals.otherBytes(order.jti()));
    }
    Optional<Problem> untimely = rules.time(order.issuedAt(), order.expiresAt());
    if (untimely.isPresent()) {
      return Outcome.refused(untimely.get());
    }
    keep(order, current.get(), jws, digest);
    return Outcome.of(order.reference());
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
