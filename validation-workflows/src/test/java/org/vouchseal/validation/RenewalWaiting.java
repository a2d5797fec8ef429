package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.validation.RoomFixture.granted;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.order.OrderStanding;
import org.vouchseal.validation.order.WaitingRenewal;

/** Enrolments whose certificates are issued, whose validation ended, and whose renewal waits. */
abstract class RenewalWaiting {

  static final Duration PAST_VALIDATION = Duration.ofDays(31);

  final RoomFixture fixture = new RoomFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  OpenedEnrolment issued(String mailbox) {
    OpenedEnrolment enrolment = fixture.open(mailbox);
    assertThat(granted(fixture.prove(enrolment, fixture.codeMailed()))).isNotNull();
    standsWith(enrolment, "0a" + Integer.toHexString(mailbox.hashCode()));
    fixture.clock.turn(Duration.ofSeconds(5));
    int unusedCount = fixture.room.followOrders().run();
    assertThat(fixture.show(enrolment).state()).isEqualTo(EnrolmentState.ISSUED);
    int unusedMails = fixture.room.deliverMail().run();
    fixture.forgetMail();
    return enrolment;
  }

  void standsWith(OpenedEnrolment enrolment, String... serials) {
    fixture.registrar.standings.put(
        enrolment.id(),
        new OrderStanding(
            OrderStanding.State.ISSUED,
            Arrays.stream(serials)
                .map(
                    serial ->
                        new OrderStanding.Certificate(
                            SerialNumber.ofHex(serial.length() % 2 == 0 ? serial : "0" + serial),
                            "signing",
                            Instant.parse("2028-11-22T12:00:00Z")))
                .toList(),
            List.of()));
  }

  void waits(OpenedEnrolment enrolment) {
    String jti = fixture.registrar.inForce.get(enrolment.id()).jti();
    fixture.registrar.waiting.add(new WaitingRenewal(enrolment.id(), jti));
  }

  /** The chores of one node, a while later. */
  void chores() {
    fixture.clock.turn(Duration.ofMinutes(1));
    fixture.room.renewValidations();
  }

  Outcome<Enrolment, Refusal> proveAgain(OpenedEnrolment enrolment, String code) {
    return fixture.room.proveMailboxAgain().prove(enrolment.id(), enrolment.token(), code);
  }

  int mailsWaiting() {
    fixture.forgetMail();
    int unusedCount = fixture.room.deliverMail().run();
    return fixture.mail.getReceivedMessages().length;
  }

  List<String> events(OpenedEnrolment enrolment) {
    return fixture.auditTypes(enrolment.id()).stream()
        .filter(type -> type.contains("revalidat"))
        .toList();
  }
}
