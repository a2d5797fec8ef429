package org.vouchseal.validation.approval;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
import org.vouchseal.validation.enrolment.AccessToken;
import org.vouchseal.validation.enrolment.Dossier;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentDoor;
import org.vouchseal.validation.enrolment.OwnerProof;
import org.vouchseal.validation.enrolment.VisitEnrolment;
import org.vouchseal.validation.mailbox.MailboxChallenge;
import org.vouchseal.validation.order.OrderDraft;
import org.vouchseal.validation.order.OrderSecret;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.SentOrder;

/**
 * Takes the code from the session that asked, and puts an order in force.
 *
 * <p>Three steps, each durable before the next: the proof, the signed order, the registrar's
 * answer. The same code may be sent again, by the holder of the token, while it lives and the order
 * is unused: each time a new secret is made and a new order supersedes the newest one that was
 * signed, whether that one arrived or not. So a crash between any two steps costs nothing but the
 * repetition.
 */
public final class ProveMailbox {

  private final ApprovalParts parts;
  private final EnrolmentDoor door;

  public ProveMailbox(ApprovalParts parts) {
    this.parts = parts;
    this.door = new EnrolmentDoor(parts.enrolments());
  }

  /** Judges the code and orders. When the registrar does not answer, the code stays usable. */
  public Outcome<CmpAccess, Refusal> prove(Reference id, AccessToken token, String code) {
    return parts.transactions().run(() -> checkCode(id, token, code)).then(this::order);
  }

  private Outcome<Proven, Refusal> checkCode(Reference id, AccessToken token, String code) {
    Instant now = now();
    return door.openAndLock(id, token)
        .then(VisitEnrolment::whileCodesCount)
        .then(
            enrolment ->
                parts
                    .challenges()
                    .tryInTransaction(id, code, now)
                    .then(challenge -> Outcome.of(proven(enrolment, challenge, now))));
  }

  private Proven proven(Enrolment enrolment, MailboxChallenge challenge, Instant now) {
    boolean first = challenge.state() == MailboxChallenge.State.OPEN;
    Reference id = enrolment.dossier().id();
    Enrolment after = first ? withProof(enrolment, now) : enrolment;
    if (first) {
      parts.enrolments().update(after);
    }
    return new Proven(
        enrolment.dossier(),
        provedAt(after),
        challenge,
        parts.orders().count(id) + 1,
        parts.orders().newestNotRefused(id).map(SentOrder::jti),
        parts.enrolments().ownerProof(id));
  }

  private Outcome<CmpAccess, Refusal> order(Proven proven) {
    parts.halt().reached("proof.after");
    OrderSecret secret = OrderSecret.random(parts.random());
    SealedOrder sealed = parts.registrar().seal(draft(proven), secret);
    try {
      parts.transactions().run(() -> intend(proven, sealed));
    } catch (DuplicateKey anotherProof) {
      return Outcome.refused(underWay());
    }
    parts.halt().reached("order.intended");
    return parts
        .registrar()
        .submit(sealed)
        .fold(
            () -> accepted(proven, sealed, secret),
            problem -> refused(proven, sealed, problem),
            why -> Outcome.refused(unavailable()));
  }

  private OrderDraft draft(Proven proven) {
    Dossier dossier = proven.dossier();
    Instant now = now().truncatedTo(ChronoUnit.SECONDS);
    ApprovalSettings settings = parts.settings();
    return new OrderDraft(
        Reference.random(parts.random()).value(),
        dossier.tenant(),
        dossier.id(),
        proven.supersedes(),
        proven.ownerProof().map(OwnerProof::owner).orElse(dossier.owner()),
        proven.ownerProof().map(OwnerProof::cms),
        dossier.tier(),
        RequestSubject.approved(dossier.mailbox()),
        List.of(dossier.mailbox()),
        settings.profiles(),
        settings.validity(),
        proven.provedAt().plus(settings.proofReuse()).truncatedTo(ChronoUnit.SECONDS),
        caseDigest(proven),
        now,
        now.plus(settings.orderLife()));
  }

  private static String caseDigest(Proven proven) {
    Dossier dossier = proven.dossier();
    return Sha256.hex(
        Canonical.of("vouchseal-case-1")
            .text(dossier.id().value())
            .text(dossier.tenant().value())
            .text(dossier.tier().name())
            .text(dossier.mailbox().address())
            .text(proven.ownerProof().map(OwnerProof::owner).orElse(dossier.owner()).value())
            .number(dossier.openedAt().toEpochMilli())
            .text(proven.challenge().codeDigest())
            .number(proven.challenge().madeAt().toEpochMilli())
            .number(proven.provedAt().toEpochMilli())
            .bytes());
  }

  private void intend(Proven proven, SealedOrder sealed) {
    Reference id = proven.dossier().id();
    parts
        .orders()
        .intend(
            new SentOrder(
                sealed.jti(),
                id,
                proven.number(),
                SentOrder.Kind.ENROLMENT,
                sealed.jws(),
                now(),
                SentOrder.State.INTENDED));
    audit("order.signed", id, Map.of("jti", sealed.jti()));
  }

  private Outcome<CmpAccess, Refusal> accepted(
      Proven proven, SealedOrder sealed, OrderSecret secret) {
    parts.halt().reached("order.sent");
    Reference id = proven.dossier().id();
    return parts
        .transactions()
        .run(() -> approve(id, sealed))
        .then(
            enrolment ->
                Outcome.of(
                    new CmpAccess(
                        enrolment.state(),
                        id,
                        secret,
                        RequestSubject.requested(proven.dossier().mailbox(), id),
                        parts.settings().profiles())));
  }

  private Outcome<Enrolment, Refusal> approve(Reference id, SealedOrder sealed) {
    Enrolment before =
        parts
            .enrolments()
            .findAndLock(id)
            .orElseThrow(() -> new IllegalStateException("an enrolment disappeared"));
    parts.orders().answered(sealed.jti(), SentOrder.State.ACCEPTED, "accepted");
    boolean newest =
        parts
            .orders()
            .newestNotRefused(id)
            .filter(order -> order.jti().equals(sealed.jti()))
            .isPresent();
    Instant now = now();
    Instant until = now.plus(parts.settings().secretLife()).truncatedTo(ChronoUnit.SECONDS);
    audit("order.accepted", id, Map.of("jti", sealed.jti()));
    if (!newest) {
      return Outcome.refused(underWay());
    }
    return before
        .<Outcome<Enrolment, Refusal>>fold(
            pending -> Outcome.of(pending.approved(now, until)),
            approved -> Outcome.of(approved.approvedAgain(now, until)),
            issued -> Outcome.refused(VisitEnrolment.orderUsed()),
            ended -> Outcome.refused(VisitEnrolment.over(ended)))
        .then(
            after -> {
              parts.enrolments().update(after);
              parts.enrolments().lookAt(id, now);
              audit("enrolment.approved", id, Map.of("jti", sealed.jti()));
              return Outcome.of(after);
            });
  }

  private Outcome<CmpAccess, Refusal> refused(Proven proven, SealedOrder sealed, Problem problem) {
    Reference id = proven.dossier().id();
    parts
        .transactions()
        .run(
            () -> {
              parts.orders().answered(sealed.jti(), SentOrder.State.REFUSED, problem.type());
              audit("order.refused", id, Map.of("jti", sealed.jti(), "why", problem.type()));
            });
    return Outcome.refused(forApplicant(problem));
  }

  private static Refusal forApplicant(Problem problem) {
    if (problem.type().equals("order-in-use")) {
      return VisitEnrolment.orderUsed();
    }
    if (problem.kind() == Problem.Kind.CONFLICT) {
      return underWay();
    }
    return new Refusal(problem, Optional.empty(), List.of());
  }

  private void audit(String type, Reference id, Map<String, String> detail) {
    parts.audit().append(new AuditEvent(type, "applicant:" + id, "enrolment:" + id, detail));
  }

  private Instant now() {
    return parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static Enrolment withProof(Enrolment enrolment, Instant now) {
    return enrolment.fold(
        pending -> pending.proved(now),
        approved -> approved.provedAgain(now),
        issued -> issued,
        ended -> ended);
  }

  private static Instant provedAt(Enrolment enrolment) {
    return enrolment
        .<Optional<Instant>>fold(
            Enrolment.MailboxPending::provedAt,
            approved -> Optional.of(approved.provedAt()),
            issued -> Optional.of(issued.provedAt()),
            Enrolment.Ended::provedAt)
        .orElseThrow(() -> new IllegalStateException("a proved challenge without a proof time"));
  }

  private static Refusal underWay() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "proof-under-way",
        "no secret was handed out",
        "another request with the code for this enrolment was faster",
        "use the answer of that request, or send the code again");
  }

  private static Refusal unavailable() {
    return Refusal.of(
            Problem.Kind.UNAVAILABLE,
            "registrar-unavailable",
            "the code was accepted, but nothing could be ordered yet",
            "the registrar of the certificate authority does not answer",
            "send the same code again in a few seconds; it stays usable")
        .after(Duration.ofSeconds(5));
  }

  /**
   * A proof that stands, and all that the order needs of the database.
   *
   * @param number of the order about to be made
   * @param supersedes jti of the newest order that may be in force
   */
  private record Proven(
      Dossier dossier,
      Instant provedAt,
      MailboxChallenge challenge,
      int number,
      Optional<String> supersedes,
      Optional<OwnerProof> ownerProof) {}
}
