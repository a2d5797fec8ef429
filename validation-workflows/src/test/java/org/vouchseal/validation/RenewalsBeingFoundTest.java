package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.order.WaitingRenewal;

/** A renewal waits at the CA: its case is opened, once, and closed when nobody proves anything. */
class RenewalsBeingFoundTest extends RenewalWaiting {

  private OpenedEnrolment anna;

  @BeforeEach
  void issue() {
    anna = issued("anna@example.org");
    fixture.clock.turn(PAST_VALIDATION);
  }

  @Test
  void waitingRenewal_opensACaseAndMailsACodeToThatMailboxOnly() throws Exception {
    waits(anna);
    chores();

    Enrolment open = fixture.show(anna);
    assertThat(open.state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);
    assertThat(open.whatNext()).contains("the renewal then goes on by itself");
    assertThat(fixture.room.visitEnrolment().reason(open).orElseThrow())
        .contains("proved last at 2026-11-22T12:00:00Z");
    assertThat(fixture.codeMailed()).hasSize(29);
    assertThat(fixture.mail.getReceivedMessages()).hasSize(1);
    var mail = fixture.mail.getReceivedMessages()[0];
    assertThat(mail.getAllRecipients()).singleElement().hasToString("anna@example.org");
    assertThat(mail.getSubject()).isEqualTo("Your code for the renewal of a certificate");
    assertThat(RoomFixture.text(mail))
        .contains("You proved control of the")
        .contains("vouchseal renew --server https://ca.example --in FOLDER")
        .contains("https://ca.example/api/v1/enrolments/" + anna.id() + "/mailbox-proof")
        .contains("If you did not start a renewal, do nothing");
    assertThat(events(anna)).containsExactly("revalidation.opened");
  }

  @Test
  void foundAgainAndByOtherNodes_opensNoSecondCase() {
    waits(anna);
    chores();
    chores();
    fixture.clock.turn(Duration.ofMinutes(1));
    ValidationRoom other = fixture.another(MailLimits.DEFAULT);
    other.renewValidations();

    assertThat(mailsWaiting()).isEqualTo(1);
    assertThat(events(anna)).containsExactly("revalidation.opened");
  }

  @Test
  void oneNodeAtATime_asksTheRegistrar() {
    fixture.room.renewValidations();
    waits(anna);
    ValidationRoom other = fixture.another(MailLimits.DEFAULT, fixture.mailSender(), "another");

    other.renewValidations();
    assertThat(events(anna)).isEmpty();
    fixture.clock.turn(Duration.ofMinutes(1));
    other.renewValidations();
    assertThat(events(anna)).containsExactly("revalidation.opened");
  }

  @Test
  void manyWaitingRenewals_allGetTheirCase() {
    List<OpenedEnrolment> all =
        List.of(
            anna,
            issued("bob@example.net"),
            issued("carol@example.net"),
            issued("dave@example.net"),
            issued("eve@example.net"));
    fixture.clock.turn(PAST_VALIDATION);
    all.forEach(this::waits);
    chores();

    assertThat(all)
        .allSatisfy(
            enrolment ->
                assertThat(fixture.show(enrolment).state())
                    .isEqualTo(EnrolmentState.MAILBOX_PENDING));
  }

  @Test
  void statementThatWasNotSignedHere_isNotExtended() {
    fixture.registrar.waiting.add(new WaitingRenewal(anna.id(), "jti-of-somebody"));
    chores();

    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(mailsWaiting()).isZero();
  }

  @Test
  void tooManyMails_delayTheCase() {
    fixture.room.visitEnrolment();
    for (int i = 0; i < MailLimits.DEFAULT.mailboxHourly(); i++) {
      fixture.open("anna@example.org");
    }
    waits(anna);
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);

    fixture.clock.turn(Duration.ofHours(1));
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);
  }

  @Test
  void registrarAway_isAskedAgain() {
    waits(anna);
    fixture.registrar.away = true;
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);

    fixture.registrar.away = false;
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);
  }

  @Test
  void oldAnswerOfTheRegistrar_opensNoCaseAfterTheExtension() {
    waits(anna);
    WaitingRenewal old = fixture.registrar.waiting.get(0);
    chores();
    assertThat(granted(proveAgain(anna, fixture.codeMailed())).state())
        .isEqualTo(EnrolmentState.ISSUED);
    fixture.registrar.waiting.add(old);
    fixture.room.renewValidations();

    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(mailsWaiting()).isZero();
  }

  @Test
  void nobodyProvesAnything_closesTheCaseAndTheEnrolmentStaysIssued() {
    waits(anna);
    chores();
    String code = fixture.codeMailed();
    fixture.registrar.waiting.clear();
    fixture.clock.turn(Duration.ofDays(29));
    assertThat(fixture.room.expireEnrolments().run()).isZero();
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);

    fixture.clock.turn(Duration.ofDays(1));
    assertThat(fixture.room.expireEnrolments().run()).isZero();
    chores();
    assertThat(fixture.show(anna).state()).isEqualTo(EnrolmentState.ISSUED);
    assertThat(refused(proveAgain(anna, code)).problem().type()).isEqualTo("order-used");
    assertThat(events(anna)).containsExactly("revalidation.opened", "revalidation.lapsed");
  }

  @Test
  void openCase_isNotWithdrawnAndTakesNoOwnerProof() {
    waits(anna);
    chores();

    assertThat(
            refused(fixture.room.withdrawEnrolment().withdraw(anna.id(), anna.token()))
                .problem()
                .type())
        .isEqualTo("order-used");
    assertThat(refused(fixture.prove(anna, fixture.codeMailed())).problem().type())
        .isEqualTo("order-used");
    assertThat(fixture.registrar.sealed).hasSize(1);
  }
}
