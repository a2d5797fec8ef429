package org.vouchseal.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.validation.RoomFixture.granted;
import static org.vouchseal.validation.RoomFixture.refused;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;
import org.vouchseal.validation.enrolment.OpenedEnrolment;
import org.vouchseal.validation.jpa.JpaObjectionCases;
import org.vouchseal.validation.objection.ObjectionCase;
import org.vouchseal.validation.objection.ObjectionCases;
import org.vouchseal.validation.order.OrderOutcome;
import org.vouchseal.validation.order.OrderStanding;

class FormerOwnerObjectingTest {

  private static final byte[] CMS = {0x30, 0};

  private final RoomFixture fixture = new RoomFixture();
  private OpenedEnrolment enrolment;

  @BeforeEach
  void approve() {
    enrolment = fixture.open("office@example.org");
    assertThat(granted(fixture.prove(enrolment, fixture.codeMailed()))).isNotNull();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void acceptedObjection_opensOneCase() {
    ObjectionCase first = granted(object());
    fixture.clock.turn(Duration.ofHours(1));
    ObjectionCase second = granted(object());

    assertThat(second).isEqualTo(first);
    assertThat(cases()).containsExactly(first.id().value());
    assertThat(fixture.auditTypes(enrolment.id())).containsOnlyOnce("objection.case-opened");
  }

  @Test
  void refusedObjection_opensNoCase() {
    fixture.registrar.objection =
        new OrderOutcome.Refused(
            new Problem(Problem.Kind.FORBIDDEN, "objection-not-yours", "no", "other", "stop"));

    assertThat(refused(object()).problem().type()).isEqualTo("objection-not-yours");
    assertThat(cases()).isEmpty();
  }

  @Test
  void registrarAway_opensNoCaseAndMayBeRepeated() {
    fixture.registrar.away = true;

    Refusal refusal = refused(object());

    assertThat(refusal.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
    assertThat(refusal.retryAfter()).isPresent();
    assertThat(cases()).isEmpty();
    fixture.registrar.away = false;
    assertThat(granted(object())).isNotNull();
  }

  @Test
  void unknownEnrolment_isNotHandedOn() {
    Outcome<ObjectionCase, Refusal> ruling =
        fixture.room.objectToNewOwner().object(new Reference("nobody"), CMS);

    assertThat(refused(ruling).problem().type()).isEqualTo("succession-unknown");
    assertThat(fixture.registrar.objections).isEmpty();
  }

  @Test
  void crashAfterTheRegistrarAccepted_isHealedByTheSameObjection() {
    fixture.haltAt = "objection.sent";
    assertThatThrownBy(this::object).isInstanceOf(RoomFixture.Crash.class);
    assertThat(cases()).isEmpty();

    assertThat(cases()).isEmpty();
    assertThat(granted(object()).id().value()).isEqualTo(cases().get(0));
  }

  @Test
  void crashAfterTheRegistrarAccepted_isHealedByFollowingTheOrder() {
    fixture.haltAt = "objection.sent";
    assertThatThrownBy(this::object).isInstanceOf(RoomFixture.Crash.class);
    stands(true);
    assertThat(fixture.room.followOrders().run()).isEqualTo(1);

    assertThat(cases()).hasSize(1);
    assertThat(granted(object()).id().value()).isEqualTo(cases().get(0));
  }

  @Test
  void formerOwnerWhoDidNotObject_hasNoCase() {
    stands(false);
    assertThat(fixture.room.followOrders().run()).isEqualTo(1);

    assertThat(cases()).isEmpty();
  }

  @Test
  void twoAtOnce_getTheSameCase() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      Callable<ObjectionCase> objecting = () -> granted(object());
      List<Future<ObjectionCase>> both = two.invokeAll(List.of(objecting, objecting));
      assertThat(both.get(0).get()).isEqualTo(both.get(1).get());
    } finally {
      two.shutdown();
    }
    assertThat(cases()).hasSize(1);
  }

  @Test
  void caseOpenedAfterOurSnapshot_isSeen() throws Exception {
    ObjectionCases cases = new JpaObjectionCases(fixture.transactions);
    ObjectionCase theirs = anyCase("theirs");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      ObjectionCase seen =
          fixture.transactions.run(
              () -> {
                Object unusedSnapshot =
                    fixture
                        .transactions
                        .current()
                        .createNativeQuery("SELECT COUNT(*) FROM objection_case")
                        .getSingleResult();
                try {
                  assertThat(
                          other
                              .submit(() -> fixture.transactions.run(() -> cases.openIfNew(theirs)))
                              .get())
                      .isTrue();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
                assertThat(cases.openIfNew(anyCase("ours"))).isFalse();
                return cases.of(enrolment.id()).orElseThrow();
              });
      assertThat(seen).isEqualTo(theirs);
    } finally {
      other.shutdown();
    }
  }

  private ObjectionCase anyCase(String id) {
    return new ObjectionCase(new Reference(id), enrolment.id(), RoomFixture.START);
  }

  private Outcome<ObjectionCase, Refusal> object() {
    return fixture.room.objectToNewOwner().object(enrolment.id(), CMS);
  }

  private List<String> cases() {
    return fixture.query("SELECT id FROM objection_case");
  }

  private void stands(boolean objected) {
    fixture.registrar.standings.put(
        enrolment.id(),
        new OrderStanding(
            OrderStanding.State.ISSUED,
            List.of(),
            List.of(
                new OrderStanding.FormerOwner(
                    Mailbox.parse("office@example.org"), RoomFixture.START, objected))));
  }
}
