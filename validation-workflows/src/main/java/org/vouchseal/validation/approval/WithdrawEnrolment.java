package org.vouchseal.validation.approval;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.enrolment.AccessToken;
import org.vouchseal.validation.enrolment.Dossier;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentDoor;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.VisitEnrolment;
import org.vouchseal.validation.order.RevocationDraft;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.SentOrder;

/**
 * Ends an enrolment at the applicant's wish. An order that may be in force is revoked at the
 * registrar first, so that no secret outlives the enrolment.
 */
public final class WithdrawEnrolment {

  private final ApprovalParts parts;
  private final EnrolmentDoor door;
  private final StatementRecords records;

  public WithdrawEnrolment(ApprovalParts parts) {
    this.parts = parts;
    this.door = new EnrolmentDoor(parts.enrolments());
    this.records = new StatementRecords(parts, "revocation", SentOrder.Kind.REVOCATION);
  }

  /** Withdraws it; a second time changes nothing and is granted. */
  public Outcome<Enrolment, Refusal> withdraw(Reference id, AccessToken token) {
    return parts
        .transactions()
        .run(() -> door.open(id, token).then(WithdrawEnrolment::unlessIssued))
        .then(enrolment -> revokeOrder(enrolment.dossier()))
        .then(dossier -> parts.transactions().run(() -> end(dossier.id(), token)));
  }

  private Outcome<Dossier, Refusal> revokeOrder(Dossier dossier) {
    Reference id = dossier.id();
    int number = parts.transactions().run(() -> parts.orders().count(id)) + 1;
    Optional<SentOrder> order = parts.transactions().run(() -> parts.orders().newestNotRefused(id));
    if (order.isEmpty()) {
      return Outcome.of(dossier);
    }
    SealedOrder revocation = parts.registrar().seal(draft(dossier));
    try {
      parts.transactions().run(() -> records.intend(id, number, revocation, Map.of()));
    } catch (DuplicateKey anotherOrder) {
      return Outcome.refused(notNow("another request for this enrolment was faster"));
    }
    return parts
        .registrar()
        .revoke(revocation)
        .fold(
            () -> answered(dossier, revocation, SentOrder.State.ACCEPTED, "accepted"),
            problem ->
                problem.kind() == Problem.Kind.UNKNOWN
                    ? answered(dossier, revocation, SentOrder.State.REFUSED, problem.type())
                    : Outcome.refused(notNow("the registrar refused to end the order")),
            why -> Outcome.refused(notNow("the registrar does not answer")));
  }

  private RevocationDraft draft(Dossier dossier) {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return new RevocationDraft(
        Reference.random(parts.random()).value(),
        dossier.tenant(),
        dossier.id(),
        RevocationReason.CESSATION_OF_OPERATION,
        now,
        now.plus(parts.settings().orderLife()));
  }

  private Outcome<Dossier, Refusal> answered(
      Dossier dossier, SealedOrder revocation, SentOrder.State state, String answer) {
    records.answered(dossier.id(), revocation, state, answer);
    return Outcome.of(dossier);
  }

  private Outcome<Enrolment, Refusal> end(Reference id, AccessToken token) {
    return door.openAndLock(id, token)
        .then(WithdrawEnrolment::unlessIssued)
        .then(
            enrolment -> {
              Enrolment after =
                  enrolment.fold(
                      pending -> pending.ended(EnrolmentState.WITHDRAWN, "you withdrew it"),
                      approved -> approved.ended(EnrolmentState.WITHDRAWN, "you withdrew it"),
                      issued -> issued,
                      ended -> ended);
              if (!after.equals(enrolment)) {
                parts.enrolments().update(after);
                parts.enrolments().lookNoMore(id);
                parts
                    .audit()
                    .append(
                        AuditEvent.of("enrolment.withdrawn", "applicant:" + id, "enrolment:" + id));
              }
              return Outcome.of(after);
            });
  }

  private static Outcome<Enrolment, Refusal> unlessIssued(Enrolment enrolment) {
    return enrolment.fold(
        Outcome::of,
        Outcome::of,
        issued -> Outcome.refused(VisitEnrolment.orderUsed()),
        ended ->
            ended.state() == EnrolmentState.WITHDRAWN
                ? Outcome.of(ended)
                : Outcome.refused(VisitEnrolment.over(ended)));
  }

  private static Refusal notNow(String why) {
    return Refusal.of(
            Problem.Kind.UNAVAILABLE,
            "withdrawal-not-done",
            "the enrolment was not withdrawn yet",
            why,
            "send the same request again in a few seconds")
        .after(Duration.ofSeconds(5));
  }
}
