package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.enrolment.OpeningRequest;
import org.vouchseal.validation.limits.RoleMailboxes;
import org.vouchseal.validation.order.OrderStanding;

class OrdersBeingFollowedTest {

  private final RoomFixture fixture = new RoomFixture();
  private OpenedEnrolment enrolment;

  @BeforeEach
  void approve() {
    enrolment = fixture.open("anna@example.org");
    assertThat(granted(fixture.prove(enrolment, fixture.codeMailed()))).isNotNull();
    fixture.forgetMail();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void issuedCertificates_areToldToTheMailboxOnceEach() {
    stands(OrderStanding.State.ISSUED, certificate("0a01", "signing"));
    follow();
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.ISSUED);
    follow();
    assertThat(mails()).hasSize(1);
    assertThat(mails().get(0)).contains("0a01").contains("If you did not ask for it");

    stands(
        OrderStanding.State.ISSUED,
        certificate("0a01", "signing"),
        certificate("0a02", "encryption"));
    fixture.clock.turn(Duration.ofHours(1));
    follow();
    assertThat(mails()).hasSize(2);
    assertThat(mails().get(1)).contains("0a02").doesNotContain("0a01");
  }

  @Test
  void formerOwner_isToldOnce() {
    fixture.registrar.standings.put(
        enrolment.id(),
        new OrderStanding(
            OrderStanding.State.ISSUED,
            List.of(),
            List.of(
                new OrderStanding.FormerOwner(
                    Mailbox.parse("anna@example.org"),
                    Instant.parse("2026-11-23T12:00:00Z"),
                    false))));
    follow();
    follow();
    assertThat(mails()).hasSize(1);
    assertThat(mails().get(0)).contains("2026-11-23 12:00 UTC");
    assertThat(mails().get(0))
        .contains("https://ca.example/api/v1/enrolments/" + enrolment.id() + "/objection")
        .contains("--enrolment " + enrolment.id())
        .contains("printf %s vouchseal-objection-1:" + enrolment.id() + " |");
  }

  @Test
  void registrarAway_changesNothing() {
    fixture.registrar.away = true;
    fixture.clock.turn(Duration.ofDays(20));
    follow();
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.APPROVED);
  }

  @Test
  void longOutageOfTheRegistrar_delaysTheMailByLessThanAMinute() {
    fixture.registrar.away = true;
    for (int minute = 0; minute < 300; minute++) {
      fixture.clock.turn(Duration.ofMinutes(1));
      follow();
    }
    fixture.registrar.away = false;
    stands(OrderStanding.State.OPEN);
    fixture.clock.turn(Duration.ofSeconds(30));
    follow();
    stands(OrderStanding.State.ISSUED, certificate("0a01", "signing"));
    fixture.clock.turn(Duration.ofSeconds(30));
    follow();
    assertThat(mails()).hasSize(1);
  }

  @Test
  void orderThatCannotBeFollowed_holdsUpNoneBehindIt() {
    OpenedEnrolment other = fixture.open("bob@example.org");
    assertThat(granted(fixture.prove(other, fixture.codeMailed()))).isNotNull();
    fixture.forgetMail();
    fixture.registrar.poisoned.add(enrolment.id());
    fixture.registrar.standings.put(
        other.id(),
        new OrderStanding(
            OrderStanding.State.ISSUED, List.of(certificate("0a01", "signing")), List.of()));
    follow();
    assertThat(fixture.show(other).state()).isEqualTo(EnrolmentState.ISSUED);
  }

  @ParameterizedTest
  @CsvSource({
    "OPEN, 13, APPROVED",
    "OPEN, 14, EXPIRED",
    "EXPIRED, 1, EXPIRED",
    "REVOKED, 1, REJECTED",
    "ISSUED, 20, ISSUED"
  })
  void standing_decidesTheState(String standing, int days, EnrolmentState state) {
    stands(OrderStanding.State.valueOf(standing));
    fixture.clock.turn(Duration.ofDays(days));
    follow();
    assertThat(fixture.show(enrolment).state()).isEqualTo(state);
  }

  @Test
  void unprovedEnrolment_expiresAfterSevenDaysAndApprovedDoesNot() {
    OpenedEnrolment other = fixture.open("bob@example.org");
    fixture.clock.turn(Duration.ofDays(7).minusSeconds(1));
    assertThat(fixture.room.expireEnrolments().run()).isZero();
    fixture.clock.turn(Duration.ofSeconds(1));
    assertThat(fixture.room.expireEnrolments().run()).isEqualTo(1);
    assertThat(fixture.show(other).state()).isEqualTo(EnrolmentState.EXPIRED);
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.APPROVED);
    assertThat(
            refused(
                    fixture
                        .room
                        .visitEnrolment()
                        .sendNewCode(other.id(), other.token(), Optional.empty()))
                .problem()
                .type())
        .isEqualTo("enrolment-ended");
    assertThat(fixture.auditTypes(other.id())).endsWith("enrolment.expired");
  }

  @Test
  void issuedEnrolment_isNotWithdrawn() {
    stands(OrderStanding.State.ISSUED);
    follow();
    assertThat(
            refused(fixture.room.withdrawEnrolment().withdraw(enrolment.id(), enrolment.token()))
                .problem()
                .type())
        .isEqualTo("order-used");
  }

  @Test
  void lookingAtAnEnrolment_changesNothing() {
    List<String> before = everything();
    for (int i = 0; i < 2; i++) {
      assertThat(fixture.show(enrolment)).isNotNull();
      assertThat(
              refused(
                  fixture.room.visitEnrolment().show(enrolment.id(), RoomFixture.token("wrong"))))
          .isNotNull();
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void tidyingUp_forgetsCountersAndRepetitionsOfYesterday() {
    fixture.clock.turn(Duration.ofHours(25));
    fixture.room.tidyUp();
    assertThat(fixture.query("SELECT bucket FROM rate_bucket")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "postmaster@example.org, V1, false",
    "postmaster@example.org, V3, false",
    "postmaster@example.org, V2, true",
    "Admin+x@example.org, V4, true",
    "administration@example.org, V4, false"
  })
  void mailboxOfARole_isForTiersWithoutAPerson(
      String mailbox, AssuranceTier tier, boolean refused) {
    assertThat(RoleMailboxes.DEFAULT.judge(Mailbox.parse(mailbox), tier).isPresent())
        .isEqualTo(refused);
  }

  @Test
  void roleMailbox_isAcceptedInV1() {
    assertThat(
            granted(
                fixture
                    .room
                    .openEnrolment()
                    .open(
                        new OpeningRequest("postmaster@example.org", "V1", Set.of(), "en"),
                        Optional.empty(),
                        Optional.empty())))
        .isNotNull();
  }

  private void follow() {
    fixture.clock.turn(Duration.ofSeconds(5));
    int unusedCount = fixture.room.followOrders().run();
    int unusedSent = fixture.room.deliverMail().run();
  }

  private void stands(OrderStanding.State state, OrderStanding.Certificate... certificates) {
    fixture.registrar.standings.put(
        enrolment.id(), new OrderStanding(state, List.of(certificates), List.of()));
  }

  private List<String> mails() {
    return List.of(fixture.mail.getReceivedMessages()).stream().map(RoomFixture::text).toList();
  }

  private List<String> everything() {
    return fixture.query("SHOW TABLES").stream()
        .filter(table -> !table.startsWith("DATABASECHANGELOG"))
        .flatMap(table -> fixture.querySecond("CHECKSUM TABLE " + table).stream())
        .toList();
  }

  private static OrderStanding.Certificate certificate(String serial, String profile) {
    return new OrderStanding.Certificate(
        SerialNumber.ofHex(serial), profile, RoomFixture.START.plus(Duration.ofDays(730)));
  }
}
