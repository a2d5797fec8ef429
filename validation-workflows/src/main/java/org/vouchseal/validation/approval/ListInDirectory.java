package org.vouchseal.validation.approval;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.enrolment.AccessToken;
import org.vouchseal.validation.enrolment.Dossier;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentDoor;
import org.vouchseal.validation.enrolment.VisitEnrolment;
import org.vouchseal.validation.order.DirectoryDraft;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.SentOrder;

/**
 * Hands the applicant's wish on to the registrar: whether the public finds his encryption
 * certificate by his mailbox. Signed and kept before it is sent; a wish whose answer got lost is
 * simply wished again.
 */
public final class ListInDirectory {

  /** More statements than anybody needs; each one stays for ever on both sides. */
  private static final int MOST_STATEMENTS = 100;

  private final ApprovalParts parts;
  private final EnrolmentDoor door;
  private final StatementRecords records;

  public ListInDirectory(ApprovalParts parts) {
    this.parts = parts;
    this.door = new EnrolmentDoor(parts.enrolments());
    this.records = new StatementRecords(parts, "directory.choice", SentOrder.Kind.DIRECTORY);
  }

  /** Sends the wish on and gives it back once it counts. */
  public Outcome<Boolean, Refusal> list(Reference id, AccessToken token, boolean listed) {
    return parts
        .transactions()
        .run(() -> door.open(id, token).then(ListInDirectory::withAnOrder))
        .then(dossier -> send(dossier, listed));
  }

  private static Outcome<Dossier, Refusal> withAnOrder(Enrolment enrolment) {
    return enrolment.fold(
        pending -> Outcome.refused(noOrder()),
        approved -> Outcome.of(approved.dossier()),
        issued -> Outcome.of(issued.dossier()),
        ended -> Outcome.refused(VisitEnrolment.over(ended)));
  }

  private Outcome<Boolean, Refusal> send(Dossier dossier, boolean listed) {
    int number = parts.transactions().run(() -> parts.orders().count(dossier.id())) + 1;
    if (number > MOST_STATEMENTS) {
      return Outcome.refused(tooOften());
    }
    SealedOrder wish = parts.registrar().seal(draft(dossier, listed));
    try {
      parts
          .transactions()
          .run(
              () ->
                  records.intend(
                      dossier.id(), number, wish, Map.of("listed", Boolean.toString(listed))));
    } catch (DuplicateKey anotherOrder) {
      return Outcome.refused(notNow("another request for this enrolment was faster"));
    }
    return parts
        .registrar()
        .list(wish)
        .fold(
            () -> {
              records.answered(dossier.id(), wish, SentOrder.State.ACCEPTED, "accepted");
              return Outcome.of(listed);
            },
            problem -> {
              records.answered(dossier.id(), wish, SentOrder.State.REFUSED, problem.type());
              return Outcome.refused(notNow("the registrar refused it: " + problem.why()));
            },
            why -> Outcome.refused(notNow("the registrar does not answer")));
  }

  private DirectoryDraft draft(Dossier dossier, boolean listed) {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return new DirectoryDraft(
        Reference.random(parts.random()).value(),
        dossier.tenant(),
        dossier.id(),
        listed,
        now,
        now.plus(parts.settings().orderLife()));
  }

  private static Refusal noOrder() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "mailbox-not-proved",
        "the wish was not kept",
        "the mailbox is not proved yet, so that there is nothing to offer to the public",
        "prove the mailbox first; the wish counts when it comes before the first certificate");
  }

  private static Refusal tooOften() {
    return Refusal.of(
        Problem.Kind.CONFLICT,
        "directory-choices-spent",
        "the wish was not kept",
        "this enrolment has sent " + MOST_STATEMENTS + " statements already",
        "start a new enrolment with a proof that you are its owner, and wish there");
  }

  private static Refusal notNow(String why) {
    return Refusal.of(
            Problem.Kind.UNAVAILABLE,
            "directory-choice-not-kept",
            "the wish was not kept yet",
            why,
            "send the same request again in a few seconds")
        .after(Duration.ofSeconds(5));
  }
}
