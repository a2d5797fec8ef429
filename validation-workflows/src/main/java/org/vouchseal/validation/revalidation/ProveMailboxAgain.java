package org.vouchseal.validation.revalidation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Reference;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.approval.ApprovalParts;
import org.vouchseal.validation.enrolment.AccessToken;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentDoor;
import org.vouchseal.validation.enrolment.VisitEnrolment;
import org.vouchseal.validation.mailbox.ChallengeMailbox;
import org.vouchseal.validation.mailbox.MailboxChallenge;
import org.vouchseal.validation.order.SentOrder;

/**
 * Takes the code for a renewal that waits. The proof is durable before the registrar is told; from
 * then on the service goes on by itself, whether or not the code is sent again.
 */
public final class ProveMailboxAgain {

  /** In that time the request itself tells the registrar, then the chores do. */
  private static final Duration OWN_TURN = Duration.ofSeconds(30);

  private final ApprovalParts parts;
  private final EnrolmentDoor door;
  private final SendRevalidation sending;

  public ProveMailboxAgain(ApprovalParts parts) {
    this.parts = parts;
    this.door = new EnrolmentDoor(parts.enrolments());
    this.sending = new SendRevalidation(parts);
  }

  /**
   * Judges the code and frees the renewal; gives no secret. The same code may be sent again while
   * it lives.
   */
  public Outcome<Enrolment, Refusal> prove(Reference id, AccessToken token, String code) {
    return parts
        .transactions()
        .run(() -> checkCode(id, token, code))
        .then(
            proved -> {
              parts.halt().reached("revalidation.proved");
              return sending.send(id);
            });
  }

  private Outcome<Enrolment.Issued, Refusal> checkCode(
      Reference id, AccessToken token, String code) {
    return door.openAndLock(id, token)
        .then(ProveMailboxAgain::issued)
        .then(
            issued ->
                issued.revalidation().isPresent() ? judged(issued, code) : repeated(issued, code));
  }

  private static Outcome<Enrolment.Issued, Refusal> issued(Enrolment enrolment) {
    return enrolment.fold(
        pending -> Outcome.refused(notWaiting()),
        approved -> Outcome.refused(notWaiting()),
        Outcome::of,
        ended -> Outcome.refused(VisitEnrolment.over(ended)));
  }

  private Outcome<Enrolment.Issued, Refusal> judged(Enrolment.Issued issued, String code) {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Reference id = issued.dossier().id();
    return parts
        .challenges()
        .tryInTransaction(id, code, now)
        .then(
            challenge -> {
              if (challenge.state() == MailboxChallenge.State.OPEN) {
                parts.enrolments().update(issued.provedAgain(now));
              }
              parts.enrolments().stepAt(id, now.plus(OWN_TURN));
              return Outcome.of(issued);
            });
  }

  /** The answer may have been lost; whoever repeats the code gets it again. */
  private Outcome<Enrolment.Issued, Refusal> repeated(Enrolment.Issued issued, String code) {
    Reference id = issued.dossier().id();
    boolean again =
        parts
            .challenges()
            .metInTransaction(id)
            .filter(met -> ChallengeMailbox.isRight(met, code))
            .filter(met -> wasTold(id, met))
            .isPresent();
    return again ? Outcome.of(issued) : Outcome.refused(VisitEnrolment.orderUsed());
  }

  private boolean wasTold(Reference id, MailboxChallenge met) {
    return parts
        .orders()
        .newestRevalidation(id)
        .filter(sent -> sent.state() == SentOrder.State.ACCEPTED)
        .filter(sent -> !sent.signedAt().isBefore(met.madeAt()))
        .isPresent();
  }

  private static Refusal notWaiting() {
    return Refusal.of(
        org.vouchseal.model.Problem.Kind.CONFLICT,
        "no-renewal-waits",
        "the code was not accepted",
        "no certificate was issued for this enrolment yet",
        "send the code again");
  }
}
