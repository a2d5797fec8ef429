package org.vouchseal.validation.revalidation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.validation.Refusal;
import org.vouchseal.validation.approval.ApprovalParts;
import org.vouchseal.validation.enrolment.Dossier;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.Revalidation;
import org.vouchseal.validation.order.WaitingRenewal;
import org.vouchseal.validation.outbox.MailTexts;

/**
 * Asks the registrar which renewals wait for a re-validation, and opens a case for each: a new code
 * goes to the mailbox. A case is opened once, however often and by however many nodes this is done.
 */
public final class OpenRevalidations {

  static final String ACTOR = "system:revalidation";

  private static final Logger LOG = LoggerFactory.getLogger(OpenRevalidations.class);

  /** As long as the CA lets a renewal wait. */
  private static final Duration CASE_LIFE = Duration.ofDays(30);

  /** The registrar's answer may be older than an extension that it accepted meanwhile. */
  private static final Duration ANSWER_AGE = Duration.ofSeconds(10);

  private static final int MOST_PAGES = 1000;

  private final ApprovalParts parts;

  public OpenRevalidations(ApprovalParts parts) {
    this.parts = parts;
  }

  /**
   * Opens what is missing.
   *
   * @return how many cases
   */
  public int run() {
    int opened = 0;
    Optional<Reference> after = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      Instant asked = parts.clock().instant();
      List<WaitingRenewal> waiting = parts.registrar().waitingRenewals(after).orElse(List.of());
      if (waiting.isEmpty()) {
        return opened;
      }
      for (WaitingRenewal renewal : waiting) {
        opened += openAlone(renewal, asked) ? 1 : 0;
      }
      after = Optional.of(waiting.get(waiting.size() - 1).reference());
    }
    return opened;
  }

  /** One that cannot be opened must not hold up those behind it. */
  private boolean openAlone(WaitingRenewal renewal, Instant asked) {
    try {
      return parts.transactions().run(() -> openInTransaction(renewal, asked));
    } catch (RuntimeException fault) {
      LOG.error("the re-validation of {} cannot be opened", renewal.reference(), fault);
      return false;
    }
  }

  private boolean openInTransaction(WaitingRenewal renewal, Instant asked) {
    Optional<Enrolment.Issued> issued =
        parts
            .enrolments()
            .findAndLock(renewal.reference())
            .flatMap(SendRevalidation::issued)
            .filter(enrolment -> enrolment.revalidation().isEmpty())
            .filter(enrolment -> enrolment.approvedAt().isBefore(asked.minus(ANSWER_AGE)))
            .filter(enrolment -> isOurs(renewal));
    return issued.isPresent() && openInTransaction(issued.get(), renewal.jti());
  }

  /** What this registration authority did not sign, it does not extend. */
  private boolean isOurs(WaitingRenewal renewal) {
    boolean ours = parts.orders().enrolment(renewal.reference(), renewal.jti()).isPresent();
    if (!ours) {
      LOG.error(
          "the registrar has statement {} in force for {}, which was not signed here",
          renewal.jti(),
          renewal.reference());
    }
    return ours;
  }

  private boolean openInTransaction(Enrolment.Issued issued, String jti) {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Dossier dossier = issued.dossier();
    Optional<Refusal> limited =
        parts
            .challenges()
            .sendInTransaction(
                dossier.id(),
                dossier.mailbox(),
                Optional.empty(),
                new MailTexts.Renewing(parts.settings().publicUrl(), dossier.id()),
                now);
    if (limited.isPresent()) {
      LOG.warn("no code for the re-validation of {} yet: too many mails", dossier.id());
      return false;
    }
    parts.enrolments().update(issued.revalidating(new Revalidation(jti, now, now.plus(CASE_LIFE))));
    parts
        .audit()
        .append(
            new AuditEvent(
                "revalidation.opened", ACTOR, "enrolment:" + dossier.id(), Map.of("extends", jti)));
    return true;
  }
}
