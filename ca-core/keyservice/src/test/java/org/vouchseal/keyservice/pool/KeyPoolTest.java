package org.vouchseal.keyservice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.Escrows;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.jdbc.JdbcEscrowStore;
import org.vouchseal.keyservice.jdbc.JdbcPoolStore;
import org.vouchseal.keyservice.jdbc.LeasedRefillTurn;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.model.runtime.JobThreads;
import org.vouchseal.persistence.Leases;

/** Keys are made before they are needed. */
class KeyPoolTest {

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final JdbcPoolStore store = new JdbcPoolStore(parts.transactions);
  private final DrawKey draw =
      new DrawKey(
          store,
          new JdbcEscrowStore(parts.transactions),
          parts.poolSeal(),
          parts.pairwise(),
          parts.audit());

  @Test
  void steps_fillThePoolToItsLevelAndNoFurther() {
    assertThat(room.fillPool().step()).isTrue();
    assertThat(room.fillPool().step()).isTrue();
    assertThat(room.fillPool().step()).isFalse();

    assertThat(room.fillPool().level()).isEqualTo(2);
    assertThat(room.fillPool().made()).isEqualTo(2);
    assertThat(TestRoom.auditTypes()).containsExactly("pool.key-made", "pool.key-made");
  }

  @Test
  void drawnKey_isWholeAndGoneFromThePool() {
    assertThat(room.fillPool().step()).isTrue();

    try (EncryptionKeyPair pair = drawn().orElseThrow()) {
      assertThat(pair.algorithm()).isEqualTo(EncryptionAlgorithm.RSA_3072);
      assertThat(parts.pairwise().holds(pair)).isTrue();
    }
    assertThat(room.fillPool().level()).isZero();
    assertThat(TestRoom.auditTypes()).containsExactly("pool.key-made", "pool.drawn");
  }

  @Test
  void emptyPool_givesNothingAndNoError() {
    assertThat(drawn()).isEmpty();
  }

  @Test
  void curveKey_isNotThePoolsBusiness() {
    assertThat(room.fillPool().step()).isTrue();
    assertThat(parts.transactions.run(() -> draw.drawInTransaction(EncryptionAlgorithm.P_256)))
        .isEmpty();
    assertThat(room.fillPool().level()).isEqualTo(1);
  }

  @Test
  void transactionThatIsUndone_putsTheKeyBack() {
    assertThat(room.fillPool().step()).isTrue();

    assertThatThrownBy(
            () ->
                parts.transactions.run(
                    () -> {
                      draw.drawInTransaction(EncryptionAlgorithm.RSA_3072).orElseThrow().close();
                      throw new IllegalArgumentException("undone");
                    }))
        .hasMessage("undone");
    assertThat(room.fillPool().level()).isEqualTo(1);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void twoWhoDrawAtOnce_getTwoKeysAndDoNotWaitForEachOther() throws Exception {
    assertThat(room.fillPool().step()).isTrue();
    assertThat(room.fillPool().step()).isTrue();
    CountDownLatch bothHaveDrawn = new CountDownLatch(2);
    List<CompletableFuture<String>> drawing = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      drawing.add(
          CompletableFuture.supplyAsync(
              () ->
                  parts.transactions.run(
                      () -> {
                        String id = store.draw().orElseThrow().id();
                        bothHaveDrawn.countDown();
                        awaitQuietly(bothHaveDrawn);
                        return id;
                      })));
    }

    assertThat(drawing.get(0).get()).isNotEqualTo(drawing.get(1).get());
    assertThat(room.fillPool().level()).isZero();
  }

  @Test
  void spoiltKey_isRemovedAndTheNextOneTaken() {
    assertThat(room.fillPool().step()).isTrue();
    assertThat(room.fillPool().step()).isTrue();
    TestRoom.asRoot(
        "UPDATE pool_key SET sealed_key = CONCAT(X'00', SUBSTRING(sealed_key, 2))"
            + " ORDER BY id LIMIT 1");

    drawn().orElseThrow().close();

    assertThat(room.fillPool().level()).isZero();
    assertThat(TestRoom.auditTypes())
        .containsExactly("pool.key-made", "pool.key-made", "pool.spoilt-key-removed", "pool.drawn");
  }

  @Test
  void keyThatIsInEscrowAlready_isRemovedAndTheNextOneTaken() {
    assertThat(room.fillPool().step()).isTrue();
    TestRoom.asRoot("CREATE TABLE pool_backup AS SELECT * FROM pool_key");
    try {
      EscrowRecord first = Escrows.storeFromPool(parts, draw, (byte) 1);
      TestRoom.asRoot("INSERT INTO pool_key SELECT * FROM pool_backup");
      assertThat(room.fillPool().step()).isTrue();

      EscrowRecord second = Escrows.storeFromPool(parts, draw, (byte) 2);

      assertThat(second.spki()).isNotEqualTo(first.spki());
      assertThat(room.fillPool().level()).isZero();
      assertThat(TestRoom.auditTypes()).contains("pool.spoilt-key-removed");
    } finally {
      TestRoom.asRoot("DROP TABLE pool_backup");
    }
  }

  @Test
  void poolWithSpoiltKeysOnly_isAnEmptyPool() {
    assertThat(room.fillPool().step()).isTrue();
    TestRoom.asRoot("UPDATE pool_key SET key_id = 'another'");

    assertThat(drawn()).isEmpty();
    assertThat(room.fillPool().level()).isZero();
  }

  @Test
  void tokenThatFails_costsThePoolNoKey() {
    assertThat(room.fillPool().step()).isTrue();
    assertThat(room.fillPool().step()).isTrue();
    DrawKey failing =
        new DrawKey(
            store,
            new JdbcEscrowStore(parts.transactions),
            new KeySeal(new FailingWrappingKey(), parts.providers, parts.random),
            parts.pairwise(),
            parts.audit());

    assertThatThrownBy(
            () ->
                parts.transactions.run(
                    () -> failing.drawInTransaction(EncryptionAlgorithm.RSA_3072)))
        .isInstanceOf(TokenUnavailable.class);

    assertThat(room.fillPool().level()).isEqualTo(2);
    assertThat(TestRoom.auditTypes()).containsExactly("pool.key-made", "pool.key-made");
  }

  /** A token behind which the provider is gone. */
  private static final class FailingWrappingKey implements WrappingKey {
    @Override
    public int currentVersion() {
      return 1;
    }

    @Override
    public Wrapped wrap(byte[] secret, byte[] associatedData) {
      throw new TokenUnavailable("played");
    }

    @Override
    public byte[] unwrap(Wrapped wrapped, byte[] associatedData) {
      throw new TokenUnavailable("played");
    }
  }

  @Test
  void keyOfThePool_doesNotOpenUnderTheKeyOfEscrow() {
    assertThat(room.fillPool().step()).isTrue();
    PooledKey key = parts.transactions.run(store::draw).orElseThrow();

    assertThatThrownBy(
            () ->
                parts
                    .escrowSeal()
                    .open(key.sealed(), key.binding(), key.spki(), key.subjectPublicKeyInfo()))
        .isInstanceOf(OpeningRefused.class);
  }

  @Test
  void turnOfAnotherNode_leavesThePoolAlone() {
    LeasedRefillTurn other =
        new LeasedRefillTurn(
            new Leases(parts.transactions, parts.transactions, parts.clock, "other:boot"));
    assertThat(other.take()).isPresent();

    assertThat(room.fillPool().step()).isFalse();
    assertThat(parts.roomAt(Orders.NOW.plus(Duration.ofMinutes(2))).fillPool().step()).isTrue();
  }

  @Test
  void turnThatWasTakenOverMeanwhile_addsNothing() {
    LeasedRefillTurn turn =
        new LeasedRefillTurn(
            new Leases(parts.transactions, parts.transactions, parts.clock, "node-1:boot"));
    RefillTurn overtaken =
        new RefillTurn() {
          @Override
          public java.util.OptionalLong take() {
            var fence = turn.take();
            TestRoom.asRoot("UPDATE lease SET fence = fence + 1, holder = 'other'");
            return fence;
          }

          @Override
          public boolean isCurrent(long fence) {
            return turn.isCurrent(fence);
          }
        };
    FillPool filler =
        new FillPool(
            parts.transactions,
            store,
            overtaken,
            parts.maker(),
            parts.poolSeal(),
            parts.audit(),
            parts.random,
            1);

    assertThat(filler.step()).isFalse();
    assertThat(filler.level()).isZero();
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void jobs_fillThePool() throws Exception {
    try (JobThreads work = JobThreads.start(Thread::new, Clock.systemUTC(), room.jobs())) {
      while (room.fillPool().level() < 2) {
        Thread.sleep(50);
      }
    }
    assertThat(room.fillPool().level()).isEqualTo(2);
  }

  private Optional<EncryptionKeyPair> drawn() {
    return parts.transactions.run(() -> draw.drawInTransaction(EncryptionAlgorithm.RSA_3072));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
