package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Ends what a former owner has for a mailbox that somebody else has proved since: noted when the
 * new owner confirms his first certificate, done when the time to object is over.
 */
public final class FormerOwners {

  private static final Logger LOG = LoggerFactory.getLogger(FormerOwners.class);
  private static final int AT_ONCE = 50;
  private static final String ACTOR = "system:owner-succession";

  private final Transactions transactions;
  private final OwnerStore owners;
  private final OrderStore orders;
  private final Certificates certificates;
  private final RevokeCertificate revocations;
  private final AuditTrail audit;
  private final Clock clock;
  private final RegistrarSettings settings;

  FormerOwners(RegistrarParts parts) {
    this.transactions = parts.transactions();
    this.owners = parts.owners();
    this.orders = parts.orders();
    this.certificates = parts.certificates();
    this.revocations = parts.revocations();
    this.audit = parts.audit();
    this.clock = parts.clock();
    this.settings = parts.settings();
  }

  /** Notes former owners when this is the order by which its owner became known. */
  void noteInTransaction(Order order) {
    boolean ownersFirstOrder =
        owners
            .find(order.owner())
            .filter(known -> known.firstReference().equals(order.reference()))
            .isPresent();
    if (ownersFirstOrder) {
      order.mailboxes().forEach(mailbox -> note(order, mailbox));
    }
  }

  /**
   * Whether somebody else holds a valid certificate for a mailbox of the order under an order that
   * was accepted later: of two proofs the newer one counts, whichever is used first.
   */
  public boolean wasOvertaken(Order order) {
    Instant now = clock.instant();
    return order.mailboxes().stream()
        .flatMap(mailbox -> certificates.validForMailbox(mailbox, now).stream())
        .filter(certificate -> certificate.owner().filter(order.owner()::equals).isEmpty())
        .flatMap(certificate -> certificate.order().flatMap(orders::find).stream())
        .anyMatch(other -> other.acceptedAt().isAfter(order.acceptedAt()));
  }

  private void note(Order order, Mailbox mailbox) {
    Instant now = clock.instant();
    Set<String> others = new TreeSet<>();
    for (IssuedCertificate certificate : certificates.validForMailbox(mailbox, now)) {
      certificate
          .owner()
          .filter(owner -> !owner.equals(order.owner()))
          .ifPresent(owner -> others.add(owner.value()));
    }
    for (String other : others) {
      OwnerSuccession succession =
          new OwnerSuccession(
              mailbox,
              new OwnerId(other),
              order.owner(),
              order.reference(),
              now,
              now.plus(settings.successionDelay()),
              OwnerSuccession.State.NOTED);
      if (owners.note(succession)) {
        audit.append(event("owner.succession.noted", succession));
      }
    }
  }

  /**
   * Revokes what is due; called again and again. Several nodes at once do no harm: the change of
   * state decides which of them settles a succession.
   */
  public void runDue() {
    List<OwnerSuccession> due = transactions.run(() -> owners.due(clock.instant(), AT_ONCE));
    due.forEach(this::settleAlone);
  }

  /** One that cannot be settled must not hold up those behind it. */
  private void settleAlone(OwnerSuccession succession) {
    try {
      transactions.run(() -> settle(succession));
    } catch (RuntimeException fault) {
      LOG.error("the succession by order {} is not settled", succession.reference(), fault);
    }
  }

  private void settle(OwnerSuccession succession) {
    if (!owners.settle(succession, OwnerSuccession.State.DONE)) {
      return;
    }
    audit.append(event("owner.succession.done", succession));
    for (IssuedCertificate certificate :
        certificates.validForMailbox(succession.mailbox(), clock.instant())) {
      if (certificate.owner().filter(succession.formerOwner()::equals).isPresent()) {
        var unusedOutcome =
            revocations.revokeInTransaction(
                certificate.issuer(),
                certificate.serial(),
                RevocationReason.AFFILIATION_CHANGED,
                ACTOR);
      }
    }
  }

  private static AuditEvent event(String type, OwnerSuccession succession) {
    return new AuditEvent(
        type,
        ACTOR,
        "owner:" + succession.formerOwner(),
        Map.of(
            "order", succession.reference().value(),
            "newOwner", succession.newOwner().value(),
            "due", succession.dueAt().toString()));
  }
}
