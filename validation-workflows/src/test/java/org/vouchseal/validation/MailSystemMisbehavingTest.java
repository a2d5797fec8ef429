package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.Mailbox;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.mail.JakartaMailSender;

/** The mail system refuses, hangs up, or takes a mail and does not say so. */
class MailSystemMisbehavingTest {

  private final RoomFixture fixture = new RoomFixture();
  private final ScriptedSmtp smtp = new ScriptedSmtp();
  private final ValidationRoom room =
      fixture.another(
          MailLimits.DEFAULT,
          new JakartaMailSender(
              Session.getInstance(JakartaMailSender.settings("127.0.0.1", smtp.port())),
              Mailbox.parse("ra@vouchseal.example"),
              fixture.clock));

  @AfterEach
  void close() {
    smtp.close();
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 421 busy",
    "MAIL, 550 not you",
    "RCPT, 450 later",
    "DATA, 451 later",
    "DATA, 554 no",
    "., 452 full",
    "., 554 no",
    "MAIL, ''",
    "RCPT, ''",
    "DATA, ''",
  })
  void mailThatWasNotTaken_waitsAndGoesOutOnceLater(String step, String answer) {
    assertThat(fixture.open("anna@example.org")).isNotNull();
    smtp.step = step;
    smtp.answer = answer;
    assertThat(room.deliverMail().run()).isZero();
    assertThat(fixture.query("SELECT CONCAT(state, ' ', attempts) FROM outbox_mail"))
        .containsExactly("WAITING 1");
    long before = smtp.accepted();
    smtp.step = "";

    fixture.clock.turn(Duration.ofSeconds(1));
    assertThat(room.deliverMail().run()).isEqualTo(1);

    assertThat(smtp.accepted() - before).isEqualTo(1);
    assertThat(fixture.query("SELECT state FROM outbox_mail")).containsExactly("SENT");
    assertThat(fixture.query("SELECT type FROM audit_event WHERE type LIKE 'mail.%'"))
        .containsExactly("mail.sent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"550 nobody here", "551 not here", "553 no such name", "556 null MX"})
  void recipientRefusedForGood_endsTheMailAndTellsTheApplicant(String answer) {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    assertThat(room.visitEnrolment().reason(fixture.show(enrolment))).isEmpty();
    smtp.step = "RCPT";
    smtp.answer = answer;
    assertThat(room.deliverMail().run()).isZero();
    smtp.step = "";

    fixture.clock.turn(Duration.ofHours(1));
    assertThat(room.deliverMail().run()).isZero();

    assertThat(fixture.query("SELECT CONCAT(state, IFNULL(body, '')) FROM outbox_mail"))
        .containsExactly("REFUSED");
    assertThat(fixture.query("SELECT type FROM audit_event WHERE type LIKE 'mail.%'"))
        .containsExactly("mail.refused");
    assertThat(room.visitEnrolment().reason(fixture.show(enrolment)).orElseThrow())
        .contains("refuses mail to this mailbox");
  }

  @Test
  void mailTakenWithoutAWord_comesAgainUnderTheSameMessageId() {
    assertThat(fixture.open("anna@example.org")).isNotNull();
    smtp.step = ".";
    smtp.answer = "";
    assertThat(room.deliverMail().run()).isZero();
    smtp.step = "";

    fixture.clock.turn(Duration.ofSeconds(1));
    assertThat(room.deliverMail().run()).isEqualTo(1);

    assertThat(smtp.accepted()).isEqualTo(2);
    assertThat(smtp.startingWith("Message-ID: ")).hasSize(2);
    assertThat(Set.copyOf(smtp.startingWith("Message-ID: "))).hasSize(1);
    assertThat(Set.copyOf(smtp.startingWith("Code: "))).hasSize(1);
    assertThat(smtp.startingWith("RCPT TO:")).allMatch(line -> line.contains("<anna@example.org>"));
  }

  @Test
  void mailNobodyTakes_holdsUpNoOtherMail() {
    assertThat(fixture.open("anna@example.org")).isNotNull();
    smtp.step = "RCPT";
    smtp.answer = "550 nobody here";
    assertThat(room.deliverMail().run()).isZero();
    smtp.step = "";
    assertThat(fixture.open("bob@example.org")).isNotNull();

    assertThat(room.deliverMail().run()).isEqualTo(1);
    assertThat(smtp.startingWith("RCPT TO:").get(1)).contains("<bob@example.org>");
  }
}
