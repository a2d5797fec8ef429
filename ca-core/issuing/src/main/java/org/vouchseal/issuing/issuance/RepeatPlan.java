package org.vouchseal.issuing.issuance;

import static org.vouchseal.issuing.issuance.RefusalReason.OTHER_REQUEST_WITH_THIS_KEY;
import static org.vouchseal.issuing.issuance.RefusalReason.PLAN_NOT_BELIEVED;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.issuance.RecordingOutcome.Recorded;
import org.vouchseal.issuing.issuance.RecordingOutcome.Refused;
import org.vouchseal.issuing.lint.LintedPlan;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.model.SpkiDigest;

/**
 * What becomes of a plan that an earlier attempt left. The row is not believed: the request is
 * planned and linted again with the row's serial number and time, and only when that gives the row,
 * octet by octet, is there something to sign.
 */
final class RepeatPlan {

  private static final Duration LONGEST_AGE = Duration.ofHours(24);

  /** Clocks of two nodes differ; the registrar grants as much. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  private final PlanCertificate planning;
  private final Clock clock;

  RepeatPlan(PlanCertificate planning, Clock clock) {
    this.planning = planning;
    this.clock = clock;
  }

  RecordingOutcome repeat(PlanRecord found, ApprovedRequest approved) {
    if (!isOf(found, approved.request())) {
      return new Refused(
          OTHER_REQUEST_WITH_THIS_KEY, "this was planned before for another key or order");
    }
    Instant now = clock.instant();
    if (found.recordedAt().isAfter(now.plus(CLOCK_TOLERANCE))
        || !found.recordedAt().isAfter(now.minus(LONGEST_AGE))) {
      return new Refused(
          PLAN_NOT_BELIEVED,
          "recorded at " + found.recordedAt() + ", now it is " + now + ", allowed are 24 hours");
    }
    boolean possible =
        found.crlShard() == 0
            || (found.crlShard() > 0
                && found.crlShard() <= CrlScope.MOST_SHARDS
                && PlanCertificate.isSharded(approved));
    if (!possible) {
      return new Refused(PLAN_NOT_BELIEVED, "there is no list " + found.crlShard() + " for it");
    }
    return planning
        .repeat(approved, found.serial(), found.crlShard(), found.recordedAt())
        .fold(
            linted -> held(found, linted, approved.request()),
            findings -> new Refused(PLAN_NOT_BELIEVED, findings.toString()));
  }

  private static RecordingOutcome held(
      PlanRecord found, LintedPlan linted, IssuanceRequest request) {
    PlanRecord expected = PlanCertificate.record(linted, request, found.recordedAt());
    Optional<String> difference = expected.differenceFrom(found);
    return difference.isPresent()
        ? new Refused(PLAN_NOT_BELIEVED, "it differs in " + difference.get())
        : new Recorded(new RecordedPlan(linted, expected));
  }

  private static boolean isOf(PlanRecord found, IssuanceRequest request) {
    return found.spki().equals(SpkiDigest.of(request.subjectPublicKeyInfo()))
        && found.issuer().equals(request.issuer())
        && found.profile().equals(request.profile())
        && found.order().equals(request.order())
        && found.owner().equals(request.owner());
  }
}
