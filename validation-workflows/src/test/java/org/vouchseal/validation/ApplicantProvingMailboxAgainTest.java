package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.order.OrderOutcome;
import org.vouchseal.validation.order.RevalidationDraft;

/** A renewal waits, and its applicant has a new code. */
class ApplicantProvingMailboxAgainTest extends RenewalWaiting {

  private static final String WRONG = "00000-00000-00000-00000-00000";

  private OpenedEnrolment anna;
  private String code;

  @BeforeEach
  void openCase() {
    anna = issued("anna@example.org");
    fixture.clock.turn(PAST_VALIDATION);
    waits(anna);
    chores();
    code = fixture.codeMailed();
  }

  private static OrderOutcome refusedAs(Problem.Kind kind, String type) {
    return new OrderOutcome.Refused(new Problem(kind, type, "no", "because", "stop"));
  }

  @Test
  void rightCode_extendsTheOrderInForceAndGivesNoSecret() {
    Instant now = fixture.clock.instant();

    Enrolment after = granted(proveAgain(anna, code));

    assertThat(after.state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(after.expiresAt()).isEqualTo(now.plus(Duration.ofDays(30)));
    RevalidationDraft told = fixture.registrar.revalidations.get(0);
    assertThat(told.reference()).isEqualTo(anna.id());
    assertThat(told.extendedJti()).isEqualTo(fixture.registrar.inForce.get(anna.id()).jti());
    assertThat(told.reusableUntil())
        .isEqualTo(now.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS));
    assertThat(told.caseDigest()).matches("[0-9a-f]{64}");
    assertThat(fixture.registrar.sealed).hasSize(1);
    assertThat(events(anna))
        .containsExactly("revalidation.opened", "revalidation.signed", "enrolment.revalidated");
  }

  @Test
  void renewedCertificate_isToldToTheMailboxWithinSeconds() {
    granted(proveAgain(anna, code));
    standsWith(anna, "0bcd");
    fixture.forgetMail();
    for (int i = 0; i < 3; i++) {
      fixture.clock.turn(Duration.ofSeconds(5));
      int unusedCount = fixture.room.followOrders().run();
    }

    assertThat(mailsWaiting()).isEqualTo(1);
  }

  @Test
  void sameCodeAgain_isGrantedAndTellsNothingNew() {
    granted(proveAgain(anna, code));

    assertThat(granted(proveAgain(anna, code)).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(fixture.registrar.extensions).hasSize(1);
    assertThat(refused(proveAgain(anna, WRONG)).problem().type()).isEqualTo("order-used");
  }

  @Test
  void wrongCodes_areCountedAndEndTheCode_aNewOneHelps() {
    for (int left = 4; left >= 0; left--) {
      Refusal refusal = refused(proveAgain(anna, WRONG));
      assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.REFUSED);
      assertThat(refusal.problem().why()).endsWith("tries left: " + left);
    }
    assertThat(refused(proveAgain(anna, code)).problem().kind()).isEqualTo(Problem.Kind.GONE);
    granted(fixture.room.visitEnrolment().sendNewCode(anna.id(), anna.token(), Optional.empty()));
    String second = fixture.codeMailed();

    assertThat(granted(proveAgain(anna, second)).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(fixture.registrar.extended).hasSize(1);
  }

  @Test
  void codesAskedForTooOften_areTooMany() {
    for (int i = 0; i < 2; i++) {
      granted(fixture.room.visitEnrolment().sendNewCode(anna.id(), anna.token(), Optional.empty()));
    }
    Refusal refusal =
        refused(
            fixture.room.visitEnrolment().sendNewCode(anna.id(), anna.token(), Optional.empty()));

    assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.TOO_MANY);
    assertThat(refusal.retryAfter()).isPresent();
  }

  @Test
  void oldCode_endsAfterADay() {
    fixture.clock.turn(Duration.ofHours(24));

    assertThat(refused(proveAgain(anna, code)).problem().type()).isEqualTo("code-expired");
    assertThat(fixture.registrar.extensions).isEmpty();
  }

  @Test
  void tokenOfAnother_findsNothing() {
    OpenedEnrolment bob = fixture.open("bob@example.net");

    Outcome<Enrolment, Refusal> answer =
        fixture.room.proveMailboxAgain().prove(anna.id(), bob.token(), code);

    assertThat(refused(answer).problem().kind()).isEqualTo(Problem.Kind.UNKNOWN);
    assertThat(fixture.registrar.extensions).isEmpty();
  }

  @Test
  void enrolmentThatIsNotIssued_isNotRenewed() {
    OpenedEnrolment bob = fixture.open("bob@example.net");

    assertThat(refused(proveAgain(bob, fixture.codeMailed())).problem().type())
        .isEqualTo("no-renewal-waits");
  }

  @Test
  void registrarAway_isUnavailableWithTheCodeStillUsable() {
    fixture.registrar.away = true;
    Refusal refusal = refused(proveAgain(anna, code));
    assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    assertThat(refusal.retryAfter()).isPresent();
    fixture.registrar.away = false;

    assertThat(granted(proveAgain(anna, code)).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(fixture.registrar.revalidations).hasSize(1);
  }

  @Test
  void registrarAway_theServiceGoesOnByItself() {
    fixture.registrar.away = true;
    refused(proveAgain(anna, code));
    chores();
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);

    fixture.registrar.away = false;
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(fixture.registrar.revalidations).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "revalidation.proved, true", "revalidation.intended, true", "revalidation.sent, true",
    "revalidation.proved, false", "revalidation.intended, false", "revalidation.sent, false"
  })
  void crashAtEveryStep_isFinishedByTheCodeOrByTheChores(String point, boolean byCode) {
    Instant proved = fixture.clock.instant();
    fixture.haltAt = point;
    assertThatThrownBy(() -> proveAgain(anna, code)).isInstanceOf(RoomFixture.Crash.class);
    fixture.clock.turn(Duration.ofMinutes(2));
    if (byCode) {
      granted(proveAgain(anna, code));
    } else {
      chores();
    }

    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(fixture.show(anna).expiresAt()).isEqualTo(proved.plus(Duration.ofDays(30)));
    assertThat(fixture.registrar.extended).hasSize(1);
    assertThat(fixture.registrar.revalidations).hasSize(1);
    assertThat(fixture.query("SELECT state FROM sent_order WHERE kind = 'revalidation'"))
        .containsExactly("ACCEPTED");
  }

  @Test
  void answerThatWasLost_isAskedForWithTheSameBytes() {
    fixture.registrar.answerLost = true;
    refused(proveAgain(anna, code));
    chores();

    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(fixture.registrar.extensions).hasSize(2);
    assertThat(fixture.registrar.extensions.get(1)).isEqualTo(fixture.registrar.extensions.get(0));
  }

  @Test
  void statementThatNeverArrivedInTime_isSignedAnew() {
    fixture.haltAt = "revalidation.intended";
    assertThatThrownBy(() -> proveAgain(anna, code)).isInstanceOf(RoomFixture.Crash.class);
    fixture.registrar.extension = refusedAs(Problem.Kind.REFUSED, "order-expired");
    fixture.clock.turn(Duration.ofHours(1));
    chores();

    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(
            fixture.query(
                "SELECT state FROM sent_order WHERE kind = 'revalidation' ORDER BY number"))
        .containsExactly("REFUSED", "ACCEPTED");
  }

  @Test
  void spentQuota_isTriedAgainLater() {
    fixture.registrar.extension = refusedAs(Problem.Kind.TOO_MANY, "daily-quota-spent");
    assertThat(refused(proveAgain(anna, code)).problem().kind()).isEqualTo(Problem.Kind.TOO_MANY);
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);

    fixture.clock.turn(Duration.ofMinutes(10));
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNKNOWN", "CONFLICT", "GONE"})
  void refusalForGood_closesTheCase(Problem.Kind kind) {
    fixture.registrar.extension = refusedAs(kind, "order-not-extendable");
    fixture.registrar.waiting.clear();

    assertThat(refused(proveAgain(anna, code)).problem().kind()).isEqualTo(kind);
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    chores();
    assertThat(fixture.registrar.extensions).hasSize(1);
  }

  @Test
  void refusalOfTheStatement_leavesTheCaseToANewCode() {
    fixture.registrar.extension = refusedAs(Problem.Kind.REFUSED, "validation-expired");
    refused(proveAgain(anna, code));
    chores();
    chores();
    assertThat(fixture.registrar.extensions).hasSize(1);
    granted(fixture.room.visitEnrolment().sendNewCode(anna.id(), anna.token(), Optional.empty()));
    assertThat(fixture.registrar.extensions).hasSize(1);

    assertThat(granted(proveAgain(anna, fixture.codeMailed())).state())
        .isEqualTo(EnrolmentState.ISSUED);
  }

  @Test
  void repeatedCode_isNoNewProof() {
    Instant proved = fixture.clock.instant();
    fixture.registrar.away = true;
    refused(proveAgain(anna, code));
    fixture.clock.turn(Duration.ofHours(5));
    fixture.registrar.away = false;

    assertThat(granted(proveAgain(anna, code)).expiresAt())
        .isEqualTo(proved.plus(Duration.ofDays(30)));
  }
}
