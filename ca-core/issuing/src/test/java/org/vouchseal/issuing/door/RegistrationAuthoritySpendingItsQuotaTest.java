package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.door.Room.Enrolment;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.issuing.jdbc.JdbcOrderStore;
import org.vouchseal.model.AssuranceTier;

/** A registration authority orders as much as it may on a day, at two nodes and at once. */
class RegistrationAuthoritySpendingItsQuotaTest extends OneIssuing {

  private static final int QUOTA = 5;
  private static final int AT_ONCE = 16;

  private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

  @AfterEach
  void usualQuota() {
    threads.shutdownNow();
    issuing.pki.authority("example.org,example.net", "1000");
  }

  private Issuing limited() {
    issuing.pki.authority("example.org,example.net", Integer.toString(QUOTA));
    Issuing limited = new Issuing(issuing.pki, false);
    limited.clock.advance(untilNoon(limited.clock.instant()));
    return limited;
  }

  /** So that no midnight comes between two orders. */
  private static Duration untilNoon(Instant now) {
    Instant noon = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(36));
    return Duration.between(now, noon);
  }

  private <T> List<T> atOnce(IntFunction<T> act) throws Exception {
    CyclicBarrier go = new CyclicBarrier(AT_ONCE);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      int mine = i;
      running.add(
          threads.submit(
              (Callable<T>)
                  () -> {
                    go.await(30, TimeUnit.SECONDS);
                    return act.apply(mine);
                  }));
    }
    List<T> done = new ArrayList<>();
    for (Future<T> one : running) {
      done.add(one.get(60, TimeUnit.SECONDS));
    }
    return done;
  }

  private int counted(Issuing node) {
    LocalDate day = LocalDate.ofInstant(node.clock.instant(), ZoneOffset.UTC);
    return (int) node.count("SELECT accepted FROM registrar_daily_count WHERE day = '" + day + "'");
  }

  @Test
  void ordersAtTwoNodesAtOnce_areAcceptedUpToTheQuotaAndNotOneMore() throws Exception {
    try (Issuing one = limited();
        Issuing other = limited()) {
      List<Enrolment> orders =
          IntStream.range(0, AT_ONCE)
              .mapToObj(i -> one.written(one.wish("a" + i + "@example.org")))
              .toList();

      List<Integer> answers = atOnce(i -> (i % 2 == 0 ? one : other).send(orders.get(i)).status());

      assertThat(answers).containsOnly(201, 429);
      assertThat(answers.stream().filter(status -> status == 201)).hasSize(QUOTA);
      assertThat(one.count("SELECT COUNT(*) FROM registrar_statement")).isEqualTo(QUOTA);
      assertThat(counted(one)).isEqualTo(QUOTA);
    }
  }

  @Test
  void oneStatementAtTwoNodesAtOnce_countsOnce() throws Exception {
    try (Issuing one = limited();
        Issuing other = limited()) {
      Enrolment order = one.written(one.wish("anna@example.org"));

      List<Integer> answers = atOnce(i -> (i % 2 == 0 ? one : other).send(order).status());

      assertThat(answers).containsOnly(200, 201);
      assertThat(counted(one)).isEqualTo(1);
    }
  }

  /** Without the lock on the registration authority in front of it. */
  @Test
  void countsTakenAtOnce_areAllDifferent() throws Exception {
    JdbcOrderStore store = new JdbcOrderStore(issuing.transactions);
    LocalDate day = LocalDate.of(2026, 11, 24);

    List<Integer> counts = atOnce(i -> issuing.transactions.run(() -> store.countOne("main", day)));

    assertThat(counts)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, AT_ONCE).boxed().toList());
  }

  @Test
  void firstOrdersOfTheDayOfManyAuthoritiesAtOnce_doNotMeet() throws Exception {
    JdbcOrderStore store = new JdbcOrderStore(issuing.transactions);
    LocalDate day = LocalDate.of(2026, 11, 24);

    List<Integer> counts =
        atOnce(i -> issuing.transactions.run(() -> store.countOne("ra" + i, day)));

    assertThat(counts).containsOnly(1);
  }

  @Test
  void refusedOrders_doNotCount() {
    try (Issuing node = limited()) {
      Enrolment first = node.enrolment("anna@example.org");
      for (int i = 0; i < QUOTA; i++) {
        Room.Wish taken = node.wish("bob@example.org");
        Room.Wish sameReference =
            new Room.Wish(
                first.reference(),
                taken.owner(),
                taken.mailbox(),
                taken.tier(),
                taken.profiles(),
                taken.supersedes(),
                taken.ownerProof(),
                taken.jti());
        RegistrarHttpResponse refused = node.send(node.written(sameReference));
        assertThat(refused.status()).as(refused.body()).isEqualTo(409);
        assertThat(
                node.send(node.written(node.wish("c@example.org").tier(AssuranceTier.V3))).status())
            .isEqualTo(403);
        assertThat(node.send(first).status()).isEqualTo(200);
      }

      assertThat(counted(node)).isEqualTo(1);
      for (int i = 1; i < QUOTA; i++) {
        assertThat(node.enrolment("d" + i + "@example.org")).isNotNull();
      }
      for (int i = 0; i < 3; i++) {
        assertThat(node.send(node.written(node.wish("e@example.org"))).status()).isEqualTo(429);
      }
      assertThat(counted(node)).isEqualTo(QUOTA);
    }
  }

  @Test
  void newDay_beginsAtMidnightUtc() {
    try (Issuing node = limited()) {
      for (int i = 0; i < QUOTA; i++) {
        assertThat(node.enrolment("d" + i + "@example.org")).isNotNull();
      }
      node.clock.advance(Duration.ofHours(12).minusSeconds(30));
      assertThat(node.send(node.written(node.wish("e@example.org"))).status()).isEqualTo(429);

      node.clock.advance(Duration.ofSeconds(31));

      assertThat(node.send(node.written(node.wish("e@example.org"))).status()).isEqualTo(201);
    }
  }
}
