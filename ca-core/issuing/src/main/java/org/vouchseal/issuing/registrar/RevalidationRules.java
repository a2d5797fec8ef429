package org.vouchseal.issuing.registrar;

import java.util.Optional;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EnrolmentOrder;
import org.vouchseal.model.Problem;
import org.vouchseal.model.RevalidationOrder;

/** What a re-validation may state of an order, whenever it is looked at. */
final class RevalidationRules {

  private RevalidationRules() {}

  /** Why it does not extend an order of that tier, if so. */
  static Optional<Problem> refusal(RevalidationOrder order, AssuranceTier tier) {
    if (tier != AssuranceTier.V1) {
      return Optional.of(Refusals.revalidationByOfficers(tier));
    }
    return order.isWithinProof()
        ? Optional.empty()
        : Optional.of(Refusals.tooFar(RevalidationOrder.MAILBOX_PROOF));
  }

  /** The same, and why it is not about that enrolment. */
  static Optional<Problem> contradiction(RevalidationOrder order, EnrolmentOrder enrolment) {
    return order.isAbout(enrolment)
        ? refusal(order, enrolment.tier())
        : Optional.of(Refusals.extendsAnother(order.extendedJti()));
  }
}
