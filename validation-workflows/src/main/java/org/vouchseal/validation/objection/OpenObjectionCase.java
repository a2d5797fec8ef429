package org.vouchseal.validation.objection;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;

/** Opens the case about an enrolment whose former owner objected; a second time changes nothing. */
public final class OpenObjectionCase {

  private static final Logger LOG = LoggerFactory.getLogger(OpenObjectionCase.class);

  private final ObjectionCases cases;
  private final AuditTrail audit;
  private final Clock clock;
  private final SecureRandom random;

  public OpenObjectionCase(
      ObjectionCases cases, AuditTrail audit, Clock clock, SecureRandom random) {
    this.cases = cases;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  /**
   * The case, in the caller's transaction; only after the registrar accepted the objection.
   *
   * @param actor through whom it was learnt
   */
  public ObjectionCase openInTransaction(Reference enrolment, String actor) {
    ObjectionCase fresh =
        new ObjectionCase(
            Reference.random(random), enrolment, clock.instant().truncatedTo(ChronoUnit.MICROS));
    if (!cases.openIfNew(fresh)) {
      return cases
          .of(enrolment)
          .orElseThrow(() -> new IllegalStateException("an objection case disappeared"));
    }
    audit.append(
        new AuditEvent(
            "objection.case-opened",
            actor,
            "enrolment:" + enrolment,
            Map.of("case", fresh.id().value())));
    LOG.warn(
        "objection case {} waits for a decision: the former owner of the mailbox objects to"
            + " enrolment {}",
        fresh.id(),
        enrolment);
    return fresh;
  }
}
