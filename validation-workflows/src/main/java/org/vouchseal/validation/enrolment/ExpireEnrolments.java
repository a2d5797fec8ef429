package org.vouchseal.validation.enrolment;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Ends enrolments whose mailbox was not proved in time; may run on every node at the same time.
 * Approved ones are ended by whoever follows their orders, since only the registrar knows whether
 * they were used.
 */
public final class ExpireEnrolments {

  private static final int AT_ONCE = 50;

  private final Transactions transactions;
  private final EnrolmentStore enrolments;
  private final AuditTrail audit;
  private final Clock clock;

  public ExpireEnrolments(
      Transactions transactions, EnrolmentStore enrolments, AuditTrail audit, Clock clock) {
    this.transactions = transactions;
    this.enrolments = enrolments;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Ends some of them.
   *
   * @return how many
   */
  public int run() {
    Instant now = clock.instant();
    List<Reference> overdue = transactions.run(() -> enrolments.overdue(now, AT_ONCE));
    int ended = 0;
    for (Reference id : overdue) {
      ended += transactions.run(() -> expire(id, now)) ? 1 : 0;
    }
    return ended;
  }

  private boolean expire(Reference id, Instant now) {
    Optional<Enrolment> ended =
        enrolments
            .findAndLock(id)
            .filter(found -> !now.isBefore(found.expiresAt()))
            .flatMap(
                found ->
                    found.<Optional<Enrolment>>fold(
                        open ->
                            Optional.of(
                                open.ended(
                                    EnrolmentState.EXPIRED, "the mailbox was not proved in time")),
                        approved -> Optional.empty(),
                        issued -> Optional.empty(),
                        over -> Optional.empty()));
    ended.ifPresent(
        enrolment -> {
          enrolments.update(enrolment);
          enrolments.lookNoMore(id);
          audit.append(AuditEvent.of("enrolment.expired", "system:expiry", "enrolment:" + id));
        });
    return ended.isPresent();
  }
}
