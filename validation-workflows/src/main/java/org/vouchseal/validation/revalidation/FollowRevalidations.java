package org.vouchseal.validation.revalidation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.validation.approval.ApprovalParts;
import org.vouchseal.validation.enrolment.Enrolment;

/**
 * Finishes what a crash or an absent registrar left: tells the registrar of proofs that stand, and
 * closes cases in which nobody proved anything. May run on every node at the same time.
 */
public final class FollowRevalidations {

  private static final Logger LOG = LoggerFactory.getLogger(FollowRevalidations.class);
  private static final Duration CLAIM = Duration.ofMinutes(1);
  private static final int AT_ONCE = 20;

  private final ApprovalParts parts;
  private final SendRevalidation sending;

  public FollowRevalidations(ApprovalParts parts) {
    this.parts = parts;
    this.sending = new SendRevalidation(parts);
  }

  /** Takes the steps that are due. */
  public void run() {
    Instant now = parts.clock().instant();
    List<Reference> due =
        parts
            .transactions()
            .run(() -> parts.enrolments().claimSteps(now, now.plus(CLAIM), AT_ONCE));
    due.forEach(id -> stepAlone(id, now));
  }

  private void stepAlone(Reference id, Instant now) {
    try {
      if (!parts.transactions().run(() -> lapse(id, now))) {
        sending
            .send(id)
            .fault()
            .ifPresent(
                refusal ->
                    LOG.warn("re-validation of {} not told: {}", id, refusal.problem().type()));
      }
    } catch (RuntimeException fault) {
      LOG.error("the re-validation of {} cannot go on", id, fault);
    }
  }

  private boolean lapse(Reference id, Instant now) {
    Optional<Enrolment.Issued> over =
        parts
            .enrolments()
            .findAndLock(id)
            .flatMap(SendRevalidation::issued)
            .filter(issued -> issued.revalidation().isPresent())
            .filter(issued -> !now.isBefore(issued.stateEndsAt()));
    over.ifPresent(
        issued -> {
          parts.enrolments().update(issued.notRevalidated());
          parts
              .audit()
              .append(
                  AuditEvent.of("revalidation.lapsed", OpenRevalidations.ACTOR, "enrolment:" + id));
        });
    return over.isPresent();
  }
}
