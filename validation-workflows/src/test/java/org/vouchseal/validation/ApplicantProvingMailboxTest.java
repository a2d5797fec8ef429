package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.validation.approval.CmpAccess;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.order.OrderDraft;

class ApplicantProvingMailboxTest {

  private static final String WRONG = "00000-00000-00000-00000-00000";

  private RoomFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RoomFixture();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void rightCode_putsOrderInForceAndGivesItsSecret() {
    OpenedEnrolment enrolment = fixture.open("anna+x@example.org");
    CmpAccess access = granted(fixture.prove(enrolment, fixture.codeMailed()));

    assertThat(access.state()).isEqualTo(EnrolmentState.APPROVED);
    assertThat(access.reference()).isEqualTo(enrolment.id());
    assertThat(access.subject()).isEqualTo("CN=anna\\+x@example.org");
    assertThat(access.secret().reveal())
        .matches("[a-z0-9]{26,}")
        .isEqualTo(fixture.registrar.secrets.get(enrolment.id()));
    assertThat(access.secret().toString()).doesNotContain(access.secret().reveal());
    OrderDraft order = fixture.registrar.inForce.get(enrolment.id());
    assertThat(order.validity()).isEqualTo(Duration.ofDays(730));
    assertThat(order.reusableUntil()).isEqualTo(RoomFixture.START.plus(Duration.ofDays(30)));
    assertThat(order.caseDigest()).matches("[0-9a-f]{64}");
    assertThat(order.subject().attributes().get(0).value()).isEqualTo("anna+x@example.org");
    assertThat(Duration.between(order.issuedAt(), order.expiresAt()))
        .isLessThanOrEqualTo(Duration.ofSeconds(600));
    assertThat(fixture.auditTypes(enrolment.id()))
        .containsExactly(
            "mailbox.code-sent",
            "enrolment.opened",
            "mailbox.proved",
            "order.signed",
            "order.accepted",
            "enrolment.approved");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jöhn@example.org",
        "a23456789012345678901234567890@a234567890123456789012345678901234567890.example.org"
      })
  void mailboxThatFitsNoCommonName_isOrderedWithEmptySubject(String mailbox) {
    OpenedEnrolment enrolment = fixture.open(mailbox);
    CmpAccess access = granted(fixture.prove(enrolment, fixture.codeMailed()));
    assertThat(access.subject()).isEqualTo("CN=" + enrolment.id());
    assertThat(fixture.registrar.inForce.get(enrolment.id()).subject().attributes()).isEmpty();
  }

  @Test
  void codeAsPeopleTypeIt_isAccepted() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String typed =
        " "
            + fixture
                .codeMailed()
                .replace("-", " ")
                .toLowerCase(Locale.ROOT)
                .replace('0', 'o')
                .replace('1', 'l');
    assertThat(granted(fixture.prove(enrolment, typed)).state()).isEqualTo(EnrolmentState.APPROVED);
  }

  @Test
  void fiveWrongCodes_voidTheRightOneUntilANewOneIsSent() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    for (int i = 0; i < 5; i++) {
      assertThat(refused(fixture.prove(enrolment, WRONG)).problem().kind())
          .isEqualTo(Problem.Kind.REFUSED);
    }
    assertThat(refused(fixture.prove(enrolment, code)).problem().type()).isEqualTo("code-void");
    assertThat(refused(fixture.prove(enrolment, WRONG)).problem().kind())
        .isEqualTo(Problem.Kind.GONE);

    fixture.clock.turn(Duration.ofSeconds(1));
    assertThat(
            granted(
                fixture
                    .room
                    .visitEnrolment()
                    .sendNewCode(enrolment.id(), enrolment.token(), Optional.empty())))
        .isNotNull();
    String fresh = fixture.codeMailed();
    assertThat(refused(fixture.prove(enrolment, code)).problem().type()).isEqualTo("code-wrong");
    assertThat(granted(fixture.prove(enrolment, fresh))).isNotNull();
  }

  @Test
  void wrongCodeAfterTheRightOne_countsTooAndVoidsIt() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    assertThat(granted(fixture.prove(enrolment, code))).isNotNull();
    for (int i = 0; i < 5; i++) {
      assertThat(refused(fixture.prove(enrolment, WRONG))).isNotNull();
    }
    assertThat(refused(fixture.prove(enrolment, code)).problem().type()).isEqualTo("code-void");
  }

  @ParameterizedTest
  @CsvSource({"86399, true", "86400, false"})
  void code_lives24Hours(long seconds, boolean lives) {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    fixture.clock.turn(Duration.ofSeconds(seconds));
    Outcome<CmpAccess, Refusal> ruling = fixture.prove(enrolment, code);
    if (lives) {
      assertThat(granted(ruling)).isNotNull();
    } else {
      assertThat(refused(ruling).problem().type()).isEqualTo("code-expired");
    }
  }

  @Test
  void codeOfAnotherEnrolment_isRefusedEvenForTheSameMailbox() {
    OpenedEnrolment first = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    OpenedEnrolment second = fixture.open("anna@example.org");
    assertThat(refused(fixture.prove(second, code)).problem().type()).isEqualTo("code-wrong");
    assertThat(granted(fixture.prove(first, code))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "bob@example.org, enrolment",
    "anna@example.org, enrolment",
    "anna@example.org, mailbox"
  })
  void digestOfTheCodeMovedByHand_provesNothingElse(String otherMailbox, String moved) {
    OpenedEnrolment first = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    OpenedEnrolment second = fixture.open(otherMailbox);
    boolean toAnother = moved.equals("enrolment");
    fixture.change(
        toAnother
            ? "UPDATE mailbox_challenge SET code_digest = (SELECT * FROM (SELECT code_digest FROM"
                + " mailbox_challenge WHERE enrolment = '"
                + first.id()
                + "') x) WHERE enrolment = '"
                + second.id()
                + "'"
            : "UPDATE mailbox_challenge SET mailbox = 'bob@example.org' WHERE enrolment = '"
                + first.id()
                + "'");
    assertThat(refused(fixture.prove(toAnother ? second : first, code)).problem().type())
        .isEqualTo("code-wrong");
  }

  @Test
  void strangerWithTheCode_isToldNothing() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    Refusal wrongToken =
        refused(
            fixture
                .room
                .proveMailbox()
                .prove(enrolment.id(), RoomFixture.token("x".repeat(43)), code));
    Refusal unknownId =
        refused(
            fixture.room.proveMailbox().prove(new Reference("nobody"), enrolment.token(), code));
    assertThat(wrongToken).isEqualTo(unknownId);
    assertThat(fixture.query("SELECT wrong_tries FROM mailbox_challenge")).containsExactly("0");
  }

  @Test
  void registrarAway_leavesTheCodeUsable() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    fixture.registrar.away = true;
    Refusal refusal = refused(fixture.prove(enrolment, code));
    assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.MAILBOX_PENDING);
    fixture.registrar.away = false;
    assertThat(granted(fixture.prove(enrolment, code))).isNotNull();
  }

  @Test
  void repeatedProof_supersedesTheOrderUnderANewSecret() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    CmpAccess first = granted(fixture.prove(enrolment, code));
    fixture.clock.turn(Duration.ofHours(1));
    CmpAccess second = granted(fixture.prove(enrolment, code));
    assertThat(second.secret().reveal())
        .isNotEqualTo(first.secret().reveal())
        .isEqualTo(fixture.registrar.secrets.get(enrolment.id()));
    assertThat(fixture.registrar.sealed.get(1).supersedes())
        .hasValue(fixture.registrar.sealed.get(0).jti());
    assertThat(fixture.registrar.sealed.get(1).reusableUntil())
        .as("a repetition is no new proof")
        .isEqualTo(RoomFixture.START.plus(Duration.ofDays(30)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"proof.after", "order.intended", "order.sent"})
  void crashBetweenSteps_isHealedByTheSameCode(String point) {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    fixture.haltAt = point;
    assertThatThrownBy(() -> fixture.prove(enrolment, code)).isInstanceOf(RoomFixture.Crash.class);
    CmpAccess access = granted(fixture.prove(enrolment, code));
    assertThat(access.secret().reveal()).isEqualTo(fixture.registrar.secrets.get(enrolment.id()));
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.APPROVED);
  }

  @Test
  void usedOrder_givesNoFurtherSecret() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    assertThat(granted(fixture.prove(enrolment, code))).isNotNull();
    fixture.registrar.used = true;
    assertThat(refused(fixture.prove(enrolment, code)).problem().type()).isEqualTo("order-used");
  }

  @Test
  void neitherCodeNorTokenNorSecret_isKept() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    CmpAccess access = granted(fixture.prove(enrolment, code));
    for (String table : fixture.query("SHOW TABLES")) {
      for (String column : fixture.query("SHOW COLUMNS FROM " + table)) {
        for (String value :
            fixture.query("SELECT CONVERT(`" + column + "` USING utf8mb4) FROM " + table)) {
          if (value != null) {
            assertThat(value)
                .as(table + "." + column)
                .doesNotContain(code)
                .doesNotContain(code.replace("-", ""))
                .doesNotContain(enrolment.token().reveal())
                .doesNotContain(access.secret().reveal());
          }
        }
      }
    }
  }

  @Test
  void withdrawal_revokesTheOrderFirst() {
    OpenedEnrolment enrolment = fixture.open("anna@example.org");
    String code = fixture.codeMailed();
    assertThat(granted(fixture.prove(enrolment, code))).isNotNull();
    fixture.registrar.away = true;
    assertThat(
            refused(fixture.room.withdrawEnrolment().withdraw(enrolment.id(), enrolment.token()))
                .problem()
                .kind())
        .isEqualTo(Problem.Kind.UNAVAILABLE);
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.APPROVED);
    fixture.registrar.away = false;
    for (int i = 0; i < 2; i++) {
      assertThat(
              granted(fixture.room.withdrawEnrolment().withdraw(enrolment.id(), enrolment.token()))
                  .state())
          .isEqualTo(EnrolmentState.WITHDRAWN);
    }
    assertThat(fixture.registrar.revoked).contains(enrolment.id());
    assertThat(refused(fixture.prove(enrolment, code)).problem().type())
        .isEqualTo("enrolment-ended");
  }
}
