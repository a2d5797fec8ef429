package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.Problem;
import org.vouchseal.model.runtime.ClientAddress;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.enrolment.OpeningRequest;
import org.vouchseal.validation.limits.MailLimits;

class RequestsForCodesTest {

  private final RoomFixture fixture = new RoomFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void fourthInAnHourForVariantsOfOneMailbox_isRefusedUntilTheHourIsOver() {
    assertThat(granted(fixture.tryOpen("anna@example.org"))).isNotNull();
    fixture.clock.turn(Duration.ofMinutes(10));
    OpenedEnrolment second = granted(fixture.tryOpen("An.Na@example.org"));
    assertThat(
            granted(
                fixture
                    .room
                    .visitEnrolment()
                    .sendNewCode(second.id(), second.token(), Optional.empty())))
        .isNotNull();
    Refusal refusal = refused(fixture.tryOpen("anna+tag@example.org"));
    assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.TOO_MANY);
    assertThat(refusal.retryAfter()).hasValue(Duration.ofMinutes(50));
    assertThat(
            refused(
                    fixture
                        .room
                        .visitEnrolment()
                        .sendNewCode(second.id(), second.token(), Optional.empty()))
                .problem()
                .type())
        .isEqualTo("too-many-mails");
    fixture.clock.turn(Duration.ofMinutes(50));
    assertThat(granted(fixture.tryOpen("anna+tag@example.org"))).isNotNull();
  }

  @Test
  void eleventhInADay_isRefused() {
    for (int i = 0; i < 10; i++) {
      assertThat(granted(fixture.tryOpen("anna@example.org"))).isNotNull();
      fixture.clock.turn(Duration.ofMinutes(25));
    }
    Refusal refusal = refused(fixture.tryOpen("anna@example.org"));
    assertThat(refusal.retryAfter()).hasValue(Duration.ofHours(24).minusMinutes(250));
  }

  @Test
  void burstOverTwoNodes_neverPassesTheLimitAndSurvivesARestart() throws Exception {
    MailLimits limits = new MailLimits(100, 100, 30, 100, 20);
    List<ValidationRoom> nodes = List.of(fixture.another(limits), fixture.another(limits));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int number = i;
      answers.add(
          threads.submit(
              () ->
                  isGranted(nodes.get(number % 2), "m" + number + "@example.org", "198.51.100.1")));
    }
    int granted = 0;
    for (Future<Boolean> answer : answers) {
      granted += answer.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(granted).isEqualTo(20);
    assertThat(isGranted(fixture.another(limits), "late@example.org", "198.51.100.2")).isFalse();
    assertThat(isGranted(fixture.another(limits), "late@example.com", "198.51.100.2")).isTrue();
  }

  @Test
  void networkAddress_mayAskThirtyTimesAndItsRangeAHundred() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(isGranted(fixture.room, "a" + i + "@d" + i + ".example", "198.51.100.7")).isTrue();
    }
    assertThat(isGranted(fixture.room, "x@x.example", "198.51.100.7")).isFalse();
    for (int i = 0; i < 70; i++) {
      assertThat(isGranted(fixture.room, "b" + i + "@e" + i + ".example", "198.51.100." + (i + 8)))
          .isTrue();
    }
    assertThat(isGranted(fixture.room, "x@x.example", "198.51.100.200")).isFalse();
    assertThat(isGranted(fixture.room, "x@x.example", "198.51.101.200")).isTrue();
  }

  @Test
  void addressesOfOneIpv6Subnet_countAsOne() throws Exception {
    for (int i = 0; i < 30; i++) {
      assertThat(isGranted(fixture.room, "a" + i + "@d" + i + ".example", "2001:db8::" + (i + 1)))
          .isTrue();
    }
    assertThat(isGranted(fixture.room, "x@x.example", "2001:db8::ffff")).isFalse();
    assertThat(isGranted(fixture.room, "x@x.example", "2001:db8:0:1::1")).isTrue();
  }

  @Test
  void clientOnThisMachine_isNotCountedByAddress() throws Exception {
    for (int i = 0; i < 35; i++) {
      assertThat(isGranted(fixture.room, "a" + i + "@d" + i + ".example", "127.0.0.1")).isTrue();
    }
  }

  private static boolean isGranted(ValidationRoom room, String mailbox, String address)
      throws UnknownHostException {
    return room.openEnrolment()
        .open(
            new OpeningRequest(mailbox, "V1", Set.of(), "en"),
            Optional.of(ClientAddress.of(InetAddress.getByName(address))),
            Optional.empty())
        .fold(opened -> true, refusal -> false);
  }
}
