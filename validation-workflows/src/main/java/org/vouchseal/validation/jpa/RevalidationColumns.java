package org.vouchseal.validation.jpa;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vouchseal.validation.enrolment.Revalidation;

/** The open re-validation of an enrolment in its row. */
final class RevalidationColumns {

  private RevalidationColumns() {}

  /** The first step of a new one is its end. */
  static void write(EnrolmentRow row, Optional<Revalidation> open) {
    @Nullable Revalidation revalidation = open.isPresent() ? open.get() : null;
    if (revalidation == null) {
      row.revalidates = null;
      row.revalidationOpenedAt = null;
      row.revalidationEndsAt = null;
      row.revalidationStepAt = null;
      return;
    }
    row.revalidates = revalidation.extendedJti();
    row.revalidationOpenedAt = revalidation.openedAt();
    row.revalidationEndsAt = revalidation.endsAt();
    if (row.revalidationStepAt == null) {
      row.revalidationStepAt = revalidation.endsAt();
    }
  }

  static Optional<Revalidation> read(EnrolmentRow row) {
    return row.revalidates == null
            || row.revalidationOpenedAt == null
            || row.revalidationEndsAt == null
        ? Optional.empty()
        : Optional.of(
            new Revalidation(row.revalidates, row.revalidationOpenedAt, row.revalidationEndsAt));
  }
}
