package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.validation.RoomFixture.granted;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.runtime.Job;
import org.vouchseal.validation.boot.ValidationRoom;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.order.OrderStanding;

/** Every job of the room on several nodes at the same time, over the same rows. */
class TwoNodesDoingChoresTest {

  private static final MailLimits WIDE = new MailLimits(9999, 9999, 9999, 9999, 9999);
  private static final int EACH = 12;
  private static final int NODES = 6;

  private final RoomFixture fixture = new RoomFixture(WIDE);
  private final ExecutorService threads = Executors.newFixedThreadPool(NODES);

  @AfterEach
  void close() {
    threads.shutdownNow();
    fixture.close();
  }

  @Test
  void whatIsDue_isDoneOnce() throws Exception {
    for (int i = 0; i < EACH; i++) {
      OpenedEnrolment issued = fixture.open("issued" + i + "@example.org");
      assertThat(granted(fixture.prove(issued, fixture.codeMailed()))).isNotNull();
      fixture.registrar.standings.put(
          issued.id(),
          new OrderStanding(
              OrderStanding.State.ISSUED,
              List.of(
                  new OrderStanding.Certificate(
                      SerialNumber.ofHex("0a%02x".formatted(i)),
                      "signing",
                      RoomFixture.START.plus(Duration.ofDays(730)))),
              List.of()));
      fixture.forgetMail();
    }
    for (int i = 0; i < EACH; i++) {
      assertThat(fixture.open("silent" + i + "@example.org")).isNotNull();
    }
    assertThat(fixture.room.deliverMail().run()).isPositive();
    while (fixture.room.deliverMail().run() > 0) {
      // the codes are out
    }
    fixture.forgetMail();
    fixture.clock.turn(Duration.ofDays(7));

    for (int round = 0; round < 4; round++) {
      everyJobAtTheSameTime();
      fixture.clock.turn(Duration.ofSeconds(5));
    }

    assertThat(audited("enrolment.issued")).isEqualTo(EACH);
    assertThat(audited("issuance.told")).isEqualTo(EACH);
    assertThat(audited("enrolment.expired")).isEqualTo(EACH);
    assertThat(fixture.mail.getReceivedMessages()).hasSize(EACH);
    assertThat(
            fixture.query(
                "SELECT type FROM audit_event GROUP BY type, object, detail HAVING COUNT(*) > 1"))
        .as("acts that were noted twice")
        .isEmpty();
  }

  private void everyJobAtTheSameTime() throws Exception {
    List<ValidationRoom> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(fixture.another(WIDE));
    }
    for (int job = 0; job < fixture.room.jobs().size(); job++) {
      CyclicBarrier go = new CyclicBarrier(NODES);
      List<Future<?>> running = new ArrayList<>();
      for (ValidationRoom node : nodes) {
        Job mine = node.jobs().get(job);
        running.add(
            threads.submit(
                (Callable<Boolean>)
                    () -> {
                      go.await(30, TimeUnit.SECONDS);
                      return mine.work().getAsBoolean();
                    }));
      }
      for (Future<?> run : running) {
        Object unusedMore = run.get(60, TimeUnit.SECONDS);
      }
    }
  }

  private long audited(String type) {
    return Long.parseLong(
        fixture.query("SELECT COUNT(*) FROM audit_event WHERE type = '" + type + "'").get(0));
  }
}
