package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
class LeaseBetweenTwoNodesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private LocalTransactions transactions;
  private Instant now;
  private Leases one;
  private Leases other;

  @BeforeEach
  void emptySchema() {
    transactions = StatusSchema.emptied();
    now = StatusSchema.NOON;
    one = leases("n1/boot");
    other = leases("n2/boot");
  }

  @Test
  void freeLease_isTakenWithTheFirstFence() {
    assertThat(one.take("crl", MINUTE)).hasValue(1);
  }

  @Test
  void heldLease_isRefusedToTheOther() {
    assertThat(one.take("crl", MINUTE)).isPresent();
    assertThat(other.take("crl", MINUTE)).isEmpty();
  }

  @Test
  void leasesOfTwoNames_areIndependent() {
    assertThat(one.take("crl", MINUTE)).isPresent();
    assertThat(other.take("pool", MINUTE)).hasValue(1);
  }

  @Test
  void holder_renewsWithTheSameFence() {
    assertThat(one.take("crl", MINUTE)).hasValue(1);
    now = now.plusSeconds(59);
    assertThat(one.take("crl", MINUTE)).hasValue(1);
    now = now.plusSeconds(59);
    assertThat(other.take("crl", MINUTE)).isEmpty();
  }

  @Test
  void leaseLastsUntilItsEnd_andNotLonger() {
    assertThat(one.take("crl", MINUTE)).hasValue(1);
    now = StatusSchema.NOON.plus(MINUTE).minusNanos(1000);
    assertThat(other.take("crl", MINUTE)).isEmpty();
    now = StatusSchema.NOON.plus(MINUTE);
    assertThat(other.take("crl", MINUTE)).hasValue(2);
  }

  @Test
  void fenceOfTheFormerHolder_isNoLongerCurrent() {
    assertThat(one.take("crl", MINUTE)).hasValue(1);
    now = now.plus(MINUTE);
    assertThat(other.take("crl", MINUTE)).hasValue(2);
    assertThat(current(one, 1)).isFalse();
    assertThat(current(other, 2)).isTrue();
  }

  @Test
  void laterBootOfTheSameNode_takesOverWithTheNextFence() {
    assertThat(one.take("crl", MINUTE)).hasValue(1);
    Leases later = leases("n1/later-boot");
    assertThat(later.take("crl", MINUTE)).hasValue(2);
    assertThat(current(one, 1)).isFalse();
    assertThat(current(later, 2)).isTrue();
  }

  @Test
  void nodeWhoseNameBeginsAlike_isAnotherNode() {
    assertThat(one.take("crl", MINUTE)).hasValue(1);
    assertThat(leases("n10/boot").take("crl", MINUTE)).isEmpty();
    assertThat(leases("n/boot").take("crl", MINUTE)).isEmpty();
  }

  @Test
  void manyAtOnce_giveOneHolder() throws Exception {
    int nodes = 8;
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<OptionalLong>> tries = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      Leases leases = leases("n" + node);
      tries.add(
          CompletableFuture.supplyAsync(
              () -> {
                awaitUnchecked(go);
                return leases.take("crl", MINUTE);
              },
              task -> new Thread(task).start()));
    }
    go.countDown();
    int holders = 0;
    for (CompletableFuture<OptionalLong> attempt : tries) {
      holders += attempt.get(60, TimeUnit.SECONDS).isPresent() ? 1 : 0;
    }
    assertThat(holders).isEqualTo(1);
  }

  private boolean current(Leases leases, long fence) {
    return transactions.run(() -> leases.isCurrent("crl", fence));
  }

  private Leases leases(String holder) {
    InstantSource source = () -> now;
    return new Leases(transactions, transactions, source.withZone(ZoneOffset.UTC), holder);
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
