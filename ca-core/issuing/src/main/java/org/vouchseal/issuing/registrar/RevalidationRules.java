package org.vouchseal.issuing.registrar;

import java.time.Duration;
import java.util.Optional;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Problem;
import org.vouchseal.model.RevalidationOrder;

/** What a re-validation may state of an order, whenever it is looked at. */
final class RevalidationRules {

  /** How long a mailbox proof by a code may be used (S/MIME Baseline Requirements §4.2.1). */
  private static final Duration MAILBOX_PROOF = Duration.ofDays(30);

  private RevalidationRules() {}

  /** Why it does not extend an order of that tier, if so. */
  static Optional<Problem> refusal(RevalidationOrder order, AssuranceTier tier) {
    if (tier != AssuranceTier.V1) {
      return Optional.of(Refusals.revalidationByOfficers(tier));
    }
    return order.reusableUntil().isAfter(order.issuedAt().plus(MAILBOX_PROOF))
        ? Optional.of(Refusals.tooFar(MAILBOX_PROOF))
        : Optional.empty();
  }

  /** The same, and why it is not about that enrolment. */
  static Optional<Problem> contradiction(RevalidationOrder order, EnrolmentOrder enrolment) {
    boolean same =
        order.reference().equals(enrolment.reference())
            && order.tenant().equals(enrolment.tenant())
            && order.extendedJti().equals(enrolment.jti());
    return same
        ? refusal(order, enrolment.tier())
        : Optional.of(Refusals.extendsAnother(order.extendedJti()));
  }
}
