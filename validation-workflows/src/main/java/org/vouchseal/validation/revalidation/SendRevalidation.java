package org.vouchseal.validation.revalidation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Canonical;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.approval.ApprovalParts;
import org.vouchseal.validation.enrolment.Dossier;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.Revalidation;
import org.vouchseal.validation.mailbox.MailboxChallenge;
import org.vouchseal.validation.order.RevalidationDraft;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.SentOrder;

/**
 * Tells the registrar that a mailbox was proved anew. The signed statement is kept before it is
 * sent, and the same one is sent until it is answered; so this may be done again after a crash
 * between any two steps, and on several nodes at once.
 */
final class SendRevalidation {

  private static final String EXPIRED = "order-expired";
  private static final Duration QUOTA_PAUSE = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final ApprovalParts parts;

  SendRevalidation(ApprovalParts parts) {
    this.parts = parts;
  }

  /** The enrolment as certificates were issued for it, if they were. */
  static Optional<Enrolment.Issued> issued(Enrolment enrolment) {
    return enrolment.fold(
        pending -> Optional.empty(),
        approved -> Optional.empty(),
        Optional::of,
        ended -> Optional.empty());
  }

  /** Sends what is to be sent; gives the enrolment as it is then. */
  Outcome<Enrolment, Refusal> send(Reference id) {
    return attempt(id, true);
  }

  private Outcome<Enrolment, Refusal> attempt(Reference id, boolean first) {
    return parts
        .transactions()
        .run(() -> proven(id))
        .<Outcome<Enrolment, Refusal>>fold(proven -> send(proven, first), Outcome::of);
  }

  /** A case with a proof that stands, or the enrolment that has none. */
  private Outcome<Proven, Enrolment> proven(Reference id) {
    Enrolment found = locked(id);
    Optional<Enrolment.Issued> issued = issued(found);
    Optional<Revalidation> open = issued.flatMap(Enrolment.Issued::revalidation);
    if (issued.isEmpty() || open.isEmpty()) {
      return Outcome.refused(found);
    }
    Revalidation revalidation = open.get();
    Optional<MailboxChallenge> met =
        parts
            .challenges()
            .metInTransaction(id)
            .filter(challenge -> !challenge.madeAt().isBefore(revalidation.openedAt()));
    if (met.isEmpty()) {
      parts.enrolments().stepAt(id, revalidation.endsAt());
      return Outcome.refused(found);
    }
    return Outcome.of(
        new Proven(
            issued.get(),
            revalidation,
            met.get(),
            parts.orders().count(id) + 1,
            parts
                .orders()
                .newestRevalidation(id)
                .filter(sent -> sent.state() == SentOrder.State.INTENDED)
                .filter(sent -> !sent.signedAt().isBefore(revalidation.openedAt()))));
  }

  private Outcome<Enrolment, Refusal> send(Proven proven, boolean first) {
    SealedOrder sealed =
        proven
            .unanswered()
            .map(sent -> new SealedOrder(sent.jti(), sent.jws(), "", Optional.empty()))
            .orElseGet(() -> parts.registrar().seal(draft(proven)));
    if (proven.unanswered().isEmpty()) {
      try {
        parts.transactions().run(() -> intend(proven, sealed));
      } catch (DuplicateKey anotherNode) {
        return Outcome.refused(underWay());
      }
    }
    parts.halt().reached("revalidation.intended");
    return parts
        .registrar()
        .extend(sealed)
        .fold(
            () -> accepted(proven, sealed),
            problem -> refused(proven, sealed, problem, first),
            why -> Outcome.refused(unavailable()));
  }

  private RevalidationDraft draft(Proven proven) {
    Dossier dossier = proven.issued().dossier();
    Instant now = now().truncatedTo(ChronoUnit.SECONDS);
    return new RevalidationDraft(
        Reference.random(parts.random()).value(),
        dossier.tenant(),
        dossier.id(),
        proven.revalidation().extendedJti(),
        reusableUntil(proven.issued()),
        caseDigest(proven),
        now,
        now.plus(parts.settings().orderLife()));
  }

  private Instant reusableUntil(Enrolment.Issued issued) {
    return issued.provedAt().plus(parts.settings().proofReuse()).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String caseDigest(Proven proven) {
    Dossier dossier = proven.issued().dossier();
    return Sha256.hex(
        Canonical.of("vouchseal-revalidation-1")
            .text(dossier.id().value())
            .text(dossier.tenant().value())
            .text(dossier.tier().name())
            .text(dossier.mailbox().address())
            .text(proven.revalidation().extendedJti())
            .number(proven.revalidation().openedAt().toEpochMilli())
            .text(proven.met().codeDigest())
            .number(proven.met().madeAt().toEpochMilli())
            .number(proven.issued().provedAt().toEpochMilli())
            .bytes());
  }

  private void intend(Proven proven, SealedOrder sealed) {
    Reference id = proven.issued().dossier().id();
    parts
        .orders()
        .intend(
            new SentOrder(
                sealed.jti(),
                id,
                proven.number(),
                SentOrder.Kind.REVALIDATION,
                sealed.jws(),
                now(),
                SentOrder.State.INTENDED));
    audit("revalidation.signed", id, Map.of("jti", sealed.jti()));
  }

  private Outcome<Enrolment, Refusal> accepted(Proven proven, SealedOrder sealed) {
    parts.halt().reached("revalidation.sent");
    Reference id = proven.issued().dossier().id();
    return parts.transactions().run(() -> Outcome.of(close(id, sealed)));
  }

  private Enrolment close(Reference id, SealedOrder sealed) {
    Enrolment found = locked(id);
    parts.orders().answered(sealed.jti(), SentOrder.State.ACCEPTED, "accepted");
    Optional<Enrolment.Issued> open =
        issued(found).filter(issued -> issued.revalidation().isPresent());
    if (open.isEmpty()) {
      return found;
    }
    Instant now = now();
    Enrolment after = open.get().revalidated(now, reusableUntil(open.get()));
    parts.enrolments().update(after);
    parts.enrolments().lookAfresh(id, now);
    audit("enrolment.revalidated", id, Map.of("jti", sealed.jti()));
    return after;
  }

  private Outcome<Enrolment, Refusal> refused(
      Proven proven, SealedOrder sealed, Problem problem, boolean first) {
    Reference id = proven.issued().dossier().id();
    parts.transactions().run(() -> note(id, sealed, problem));
    // it never was in force, so that another one may be signed
    boolean signAnew = first && proven.unanswered().isPresent() && problem.type().equals(EXPIRED);
    return signAnew
        ? attempt(id, false)
        : Outcome.refused(new Refusal(problem, Optional.empty(), java.util.List.of()));
  }

  private void note(Reference id, SealedOrder sealed, Problem problem) {
    Enrolment found = locked(id);
    parts.orders().answered(sealed.jti(), SentOrder.State.REFUSED, problem.type());
    audit("revalidation.refused", id, Map.of("jti", sealed.jti(), "why", problem.type()));
    issued(found)
        .filter(issued -> issued.revalidation().isPresent())
        .ifPresent(issued -> goOn(issued, problem.kind()));
  }

  private void goOn(Enrolment.Issued issued, Problem.Kind kind) {
    Reference id = issued.dossier().id();
    switch (kind) {
      case UNKNOWN, CONFLICT, GONE -> parts.enrolments().update(issued.notRevalidated());
      case TOO_MANY -> parts.enrolments().stepAt(id, now().plus(QUOTA_PAUSE));
      default -> parts.enrolments().stepAt(id, issued.stateEndsAt());
    }
  }

  private Enrolment locked(Reference id) {
    return parts
        .enrolments()
        .findAndLock(id)
        .orElseThrow(() -> new IllegalStateException("an enrolment disappeared"));
  }

  private void audit(String type, Reference id, Map<String, String> detail) {
    parts.audit().append(new AuditEvent(type, OpenRevalidations.ACTOR, "enrolment:" + id, detail));
  }

  private Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Refusal underWay() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "proof-under-way",
        "the renewal was not freed by this request",
        "another request with the code, or the service itself, was faster",
        "look at the enrolment, or send the code again");
  }

  private static Refusal unavailable() {
    return Refusal.of(
            Problem.Kind.UNAVAILABLE,
            "registrar-unavailable",
            "the code was accepted, but the renewal could not be freed yet",
            "the registrar of the certificate authority does not answer",
            "nothing has to be done: it is tried again; the code stays usable, too")
        .after(SOON);
  }

  /**
   * A case with a proof that stands.
   *
   * @param number of the statement that may have to be made
   * @param unanswered the statement of this case that was made before
   */
  private record Proven(
      Enrolment.Issued issued,
      Revalidation revalidation,
      MailboxChallenge met,
      int number,
      Optional<SentOrder> unanswered) {}
}
