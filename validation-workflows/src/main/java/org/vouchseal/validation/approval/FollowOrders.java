package org.vouchseal.validation.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.EnrolmentStore.DueLook;
import org.vouchseal.validation.objection.ObjectionCase;
import org.vouchseal.validation.order.OrderStanding;
import org.vouchseal.validation.outbox.MailTexts;
import org.vouchseal.validation.outbox.MailTexts.CertificateFacts;
import org.vouchseal.validation.outbox.MailTexts.Objecting;

/**
 * Asks the registrar what became of orders: tells each issuance to the mailbox, tells former
 * owners, opens the case of one who objected, and ends enrolments that were never used. May run on
 * every node at the same time.
 */
public final class FollowOrders {

  private static final Logger LOG = LoggerFactory.getLogger(FollowOrders.class);
  private static final String ACTOR = "system:orders";
  private static final Duration CLAIM = Duration.ofMinutes(1);
  private static final Duration MAIL_LIFE = Duration.ofDays(5);
  private static final Duration UNANSWERED = Duration.ofSeconds(30);
  private static final int AT_ONCE = 20;

  private final ApprovalParts parts;

  public FollowOrders(ApprovalParts parts) {
    this.parts = parts;
  }

  /**
   * Looks after those that are due.
   *
   * @return how many enrolments the registrar answered for
   */
  public int run() {
    Instant now = parts.clock().instant();
    List<DueLook> due =
        parts
            .transactions()
            .run(() -> parts.enrolments().claimLooks(now, now.plus(CLAIM), AT_ONCE));
    int answered = 0;
    for (DueLook look : due) {
      answered += followAlone(look, now) ? 1 : 0;
    }
    return answered;
  }

  /** One that cannot be followed must not hold up those behind it. */
  private boolean followAlone(DueLook look, Instant now) {
    try {
      return follow(look, now);
    } catch (RuntimeException fault) {
      LOG.error("the order of enrolment {} cannot be followed", look.id(), fault);
      return false;
    }
  }

  private boolean follow(DueLook look, Instant now) {
    Optional<OrderStanding> standing = parts.registrar().standing(look.id());
    if (standing.isEmpty()) {
      parts
          .transactions()
          .run(() -> parts.enrolments().lookAgainAt(look.id(), now.plus(UNANSWERED)));
      return false;
    }
    parts
        .transactions()
        .run(() -> parts.enrolments().lookAt(look.id(), now.plus(pause(look.looks()))));
    parts.transactions().run(() -> take(look.id(), standing.get(), parts.clock().instant()));
    return true;
  }

  /** Every 5 seconds for the first minutes, then more and more rarely, at last once an hour. */
  static Duration pause(int looks) {
    if (looks < 60) {
      return Duration.ofSeconds(5);
    }
    return looks < 120 ? Duration.ofMinutes(1) : Duration.ofHours(1);
  }

  private void take(Reference id, OrderStanding standing, Instant now) {
    Optional<Enrolment> found = parts.enrolments().findAndLock(id);
    if (found.isEmpty()) {
      return;
    }
    Mailbox mailbox = found.get().dossier().mailbox();
    tellIssued(id, mailbox, standing, now);
    tellFormerOwners(id, standing, now);
    Enrolment before = found.get();
    Enrolment after =
        before.fold(
            pending -> pending,
            approved -> next(approved, standing, now),
            issued -> issued,
            ended -> ended);
    if (!after.equals(before)) {
      parts.enrolments().update(after);
      audit("enrolment." + after.state().name().toLowerCase(Locale.ROOT), id, Map.of());
    }
    if (isDone(after, now)) {
      parts.enrolments().lookNoMore(id);
    }
  }

  private Enrolment next(Enrolment.Approved approved, OrderStanding standing, Instant now) {
    return switch (standing.state()) {
      case ISSUED -> approved.issued(approved.provedAt().plus(parts.settings().proofReuse()));
      case REVOKED -> approved.ended(EnrolmentState.REJECTED, "the order was revoked");
      case EXPIRED -> expired(approved);
      case OPEN -> now.isBefore(approved.expiresAt()) ? approved : expired(approved);
    };
  }

  private static Enrolment expired(Enrolment.Approved approved) {
    return approved.ended(EnrolmentState.EXPIRED, "no certificate was fetched in time");
  }

  private static boolean isDone(Enrolment enrolment, Instant now) {
    return enrolment.fold(
        pending -> true,
        approved -> false,
        issued -> !now.isBefore(issued.expiresAt()),
        ended -> true);
  }

  private void tellIssued(Reference id, Mailbox mailbox, OrderStanding standing, Instant now) {
    List<OrderStanding.Certificate> fresh =
        standing.certificates().stream()
            .filter(certificate -> parts.told().addIfNew(certificate, id, now))
            .toList();
    if (fresh.isEmpty()) {
      return;
    }
    String mail = Reference.random(parts.random()).value();
    List<CertificateFacts> facts =
        fresh.stream()
            .map(c -> new CertificateFacts(c.profile(), c.serial().hex(), c.notAfter()))
            .toList();
    String once = "issued:" + fresh.get(0).serial().hex();
    parts.outbox().write(MailTexts.issued(mail, mailbox, facts), once, now, now.plus(MAIL_LIFE));
    fresh.forEach(
        c -> audit("issuance.told", id, Map.of("serial", c.serial().hex(), "mail", mail)));
  }

  private void tellFormerOwners(Reference id, OrderStanding standing, Instant now) {
    for (OrderStanding.FormerOwner former : standing.formerOwners()) {
      String mail = Reference.random(parts.random()).value();
      String once = "new-owner:" + id + ":" + former.revocationDue().getEpochSecond();
      boolean written =
          parts
              .outbox()
              .write(
                  MailTexts.newOwner(mail, former.mailbox(), former.revocationDue(), objecting(id)),
                  once,
                  now,
                  now.plus(MAIL_LIFE));
      if (written) {
        audit("former-owner.told", id, Map.of("mail", mail));
      }
      if (former.objected()) {
        ObjectionCase unusedCase = parts.objections().openInTransaction(id, ACTOR);
      }
    }
  }

  private Objecting objecting(Reference id) {
    return new Objecting(parts.settings().publicUrl(), id);
  }

  private void audit(String type, Reference id, Map<String, String> detail) {
    parts.audit().append(new AuditEvent(type, ACTOR, "enrolment:" + id, detail));
  }
}
