package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.order.OrderOutcome;

/** An applicant says over his enrolment whether the public finds him by his mailbox. */
@Tag("db")
class ApplicantWishingNotToBeListedTest {

  private RoomFixture fixture;
  private OpenedEnrolment enrolment;

  @BeforeEach
  void open() {
    fixture = new RoomFixture();
    enrolment = fixture.open("anna@example.org");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Outcome<Boolean, Refusal> wish(boolean listed) {
    return fixture.room.listInDirectory().list(enrolment.id(), enrolment.token(), listed);
  }

  private void prove() {
    RoomFixture.granted(fixture.prove(enrolment, fixture.codeMailed()));
  }

  @Test
  void wishAfterTheProof_isSignedKeptAndSentOn() {
    prove();
    assertThat(RoomFixture.granted(wish(false))).isFalse();
    assertThat(RoomFixture.granted(wish(true))).isTrue();
    assertThat(fixture.registrar.wishes)
        .extracting(draft -> draft.reference() + " " + draft.listed())
        .containsExactly(enrolment.id() + " false", enrolment.id() + " true");
    assertThat(
            fixture.query(
                "SELECT CONCAT(number, ' ', state) FROM sent_order WHERE kind = 'directory'"
                    + " ORDER BY number"))
        .containsExactly("2 ACCEPTED", "3 ACCEPTED");
    assertThat(
            fixture.query("SELECT type FROM audit_event WHERE type LIKE 'directory.%' ORDER BY id"))
        .containsExactly(
            "directory.choice.signed",
            "directory.choice.accepted",
            "directory.choice.signed",
            "directory.choice.accepted");
  }

  @Test
  void wishBeforeTheProof_isRefusedAndSignsNothing() {
    assertThat(RoomFixture.refused(wish(false)).problem().type()).isEqualTo("mailbox-not-proved");
    assertThat(fixture.registrar.wishes).isEmpty();
  }

  @Test
  void wishOfAStranger_isRefusedAsForAnUnknownEnrolment() {
    prove();
    OpenedEnrolment other = fixture.open("mallory@example.org");
    Refusal refusal =
        RoomFixture.refused(
            fixture.room.listInDirectory().list(enrolment.id(), other.token(), false));
    assertThat(refusal.problem().type()).isEqualTo("enrolment-unknown");
    assertThat(fixture.registrar.wishes).isEmpty();
  }

  @Test
  void wishAfterTheEnd_isGone() {
    prove();
    RoomFixture.granted(
        fixture.room.withdrawEnrolment().withdraw(enrolment.id(), enrolment.token()));
    assertThat(RoomFixture.refused(wish(false)).problem().kind()).isEqualTo(Problem.Kind.GONE);
  }

  @Test
  void registrarAwayOrRefusing_doesNotSayThatItCounts() {
    prove();
    fixture.registrar.away = true;
    Refusal away = RoomFixture.refused(wish(false));
    assertThat(away.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    assertThat(away.retryAfter()).isPresent();
    fixture.registrar.away = false;
    fixture.registrar.listing =
        new OrderOutcome.Refused(
            new Problem(Problem.Kind.UNKNOWN, "order-unknown", "no", "unknown", "ask"));
    assertThat(RoomFixture.refused(wish(false)).problem().type())
        .isEqualTo("directory-choice-not-kept");
    assertThat(
            fixture.query("SELECT state FROM sent_order WHERE kind = 'directory' ORDER BY number"))
        .containsExactly("INTENDED", "REFUSED");
  }

  @Test
  void endlessWishes_areStopped() {
    prove();
    for (int i = 0; i < 99; i++) {
      RoomFixture.granted(wish(i % 2 == 0));
    }
    assertThat(RoomFixture.refused(wish(false)).problem().type())
        .isEqualTo("directory-choices-spent");
    assertThat(fixture.registrar.wishes).hasSize(99);
  }
}
