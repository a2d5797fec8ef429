package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.messages.fixtures.CmpWriter;

/** What deriving keys may cost us: bounded for each message, and for all of them at once. */
class ManyMessagesUnderMacTest {

  private static final String OTHER = "Another-Secret-0123456789-abc";
  private static final DerivationLimits KEEPING =
      DerivationLimits.standard().keeping(2, Duration.ofMinutes(1));

  private final AtomicLong now = new AtomicLong();

  /** Counts derivations, each of which takes until it may go on. */
  private static final class Counting extends MacComputation {
    final AtomicInteger derived = new AtomicInteger();
    final AtomicInteger atOnce = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final CountDownLatch goOn;

    Counting(boolean halting) {
      super(Samples.PROVIDERS);
      this.goOn = new CountDownLatch(halting ? 1 : 0);
    }

    @Override
    byte[] key(MacParameters parameters, byte[] secret) {
      derived.incrementAndGet();
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      try {
        boolean unused = goOn.await(20, TimeUnit.SECONDS);
        return super.key(parameters, secret);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        atOnce.decrementAndGet();
      }
    }
  }

  private MacProtection macs(Counting counting, DerivationLimits limits) {
    return new MacProtection(counting, MacLimits.DEFAULT, limits, new SecureRandom(), now::get);
  }

  private static Optional<CmpRefusal> verify(MacProtection macs, byte[] message, String secret) {
    try (MacSecret known = MacSecret.of(secret.getBytes(StandardCharsets.US_ASCII))) {
      return macs.verify(Samples.read(message), known).fault();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483647", "100001", "0", "-1", "4294967296"})
  void countOutsideTheLimits_costsLessThanFiveMillisecondsOfCpu(String count) {
    byte[] pbm = new CmpWriter().withProtectionAlgorithm(MacParametersFromOutsideTest.pbm(count));
    byte[] pbmac1 =
        new CmpWriter().withProtectionAlgorithm(MacParametersFromOutsideTest.pbmac1(count));
    Counting counting = new Counting(false);
    MacProtection macs = macs(counting, KEEPING);
    List<Long> spent = new ArrayList<>();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int round = 0; round < 60; round++) {
      long before = threads.getCurrentThreadCpuTime();
      for (byte[] message : new byte[][] {pbm, pbmac1}) {
        ReceivedMessage read = Samples.READER.read(message).result().orElseThrow();
        assertThat(macs.refusalOfParameters(read).map(CmpRefusal::failure))
            .contains(CmpFailure.BAD_ALG);
        assertThat(verify(macs, message, CmpWriter.SECRET).map(CmpRefusal::failure))
            .contains(CmpFailure.BAD_ALG);
      }
      spent.add(threads.getCurrentThreadCpuTime() - before);
    }
    // the first rounds load classes; a pause of the collector is no work of ours
    List<Long> warm = spent.subList(20, 60).stream().sorted().toList();
    assertThat(Duration.ofNanos(warm.get(warm.size() / 2))).isLessThan(Duration.ofMillis(5));
    assertThat(counting.derived).hasValue(0);
  }

  @Test
  void derivations_waitForTheirTurnAndTheRestIsToldBusy() throws Exception {
    Counting counting = new Counting(true);
    DerivationLimits limits = new DerivationLimits(2, 3, Duration.ofSeconds(20), 0, Duration.ZERO);
    MacProtection macs = macs(counting, limits);
    ExecutorService pool = Executors.newFixedThreadPool(12);
    try {
      List<Future<Optional<CmpRefusal>>> all = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String secret = i % 2 == 0 ? CmpWriter.SECRET : OTHER;
        byte[] message = new CmpWriter().pbm(CmpWriter.SECRET, 500);
        all.add(pool.submit(() -> verify(macs, message, secret)));
      }
      assertThat(eventually(() -> all.stream().filter(Future::isDone).count() == 7)).isTrue();
      for (Future<Optional<CmpRefusal>> told : all) {
        if (told.isDone()) {
          assertThat(told.get()).contains(MacProtection.BUSY);
        }
      }
      assertThat(counting.derived).hasValue(2);

      counting.goOn.countDown();

      for (Future<Optional<CmpRefusal>> one : all) {
        assertThat(one.get(20, TimeUnit.SECONDS).filter(f -> f.failure() == CmpFailure.BAD_ALG))
            .isEmpty();
      }
      assertThat(counting.derived).hasValue(5);
      assertThat(counting.mostAtOnce).hasValue(2);
      assertThat(verify(macs, new CmpWriter().pbm(CmpWriter.SECRET, 500), CmpWriter.SECRET))
          .isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void whoWaitsTooLong_isToldBusyWhetherHisReferenceIsKnownOrNot() throws Exception {
    Counting counting = new Counting(true);
    MacProtection macs =
        macs(counting, new DerivationLimits(1, 9, Duration.ofMillis(50), 0, Duration.ZERO));
    byte[] message = new CmpWriter().pbm(CmpWriter.SECRET, 500);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Optional<CmpRefusal>> first =
          pool.submit(() -> verify(macs, message, CmpWriter.SECRET));
      assertThat(eventually(() -> counting.derived.get() == 1)).isTrue();

      assertThat(verify(macs, message, CmpWriter.SECRET)).contains(MacProtection.BUSY);
      assertThat(macs.refuseUnknown(Samples.read(message))).isEqualTo(MacProtection.BUSY);

      counting.goOn.countDown();
      assertThat(first.get(20, TimeUnit.SECONDS)).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void sameSaltAgain_isNotDerivedAgain() {
    Counting counting = new Counting(false);
    MacProtection macs = macs(counting, KEEPING);
    byte[] message = new CmpWriter().pbmac1(CmpWriter.SECRET, 2000);
    for (int i = 0; i < 5; i++) {
      assertThat(verify(macs, message, CmpWriter.SECRET)).isEmpty();
    }
    assertThat(counting.derived).hasValue(1);
  }

  @Test
  void keptKey_helpsNobodyWithAnotherSecretOrAnotherMessage() {
    Counting counting = new Counting(false);
    MacProtection macs = macs(counting, KEEPING);
    byte[] message = new CmpWriter().pbm(CmpWriter.SECRET, 500);
    byte[] changed = message.clone();
    changed[changed.length - 1] ^= 1;
    assertThat(verify(macs, message, CmpWriter.SECRET)).isEmpty();

    assertThat(verify(macs, message, OTHER)).contains(MacProtection.WRONG);
    assertThat(verify(macs, changed, CmpWriter.SECRET)).contains(MacProtection.WRONG);
    assertThat(macs.refuseUnknown(Samples.read(message))).isEqualTo(MacProtection.WRONG);
    // other counts and other algorithms with the same salt are other keys
    assertThat(verify(macs, new CmpWriter().pbm(CmpWriter.SECRET, 501), CmpWriter.SECRET))
        .isEmpty();
  }

  @Test
  void whatDidNotVerify_isNeverKept() {
    Counting counting = new Counting(false);
    MacProtection macs = macs(counting, KEEPING);
    byte[] message = new CmpWriter().pbm(OTHER, 500);
    for (int i = 1; i <= 3; i++) {
      assertThat(verify(macs, message, CmpWriter.SECRET)).contains(MacProtection.WRONG);
      assertThat(macs.refuseUnknown(Samples.read(message))).isEqualTo(MacProtection.WRONG);
      assertThat(counting.derived).hasValue(2 * i);
    }
  }

  @Test
  void keptKeys_endWithTheirSecretTheirAgeAndTheirNumber() {
    Counting counting = new Counting(false);
    MacProtection macs = macs(counting, KEEPING);
    byte[] message = new CmpWriter().pbm(CmpWriter.SECRET, 500);
    derives(counting, 1, macs, message);
    derives(counting, 0, macs, message);

    macs.forget("somebody-else");
    derives(counting, 0, macs, message);
    macs.forget(CmpWriter.REFERENCE);
    derives(counting, 1, macs, message);

    now.addAndGet(Duration.ofMinutes(1).toNanos());
    derives(counting, 1, macs, message);

    derives(counting, 1, macs, new CmpWriter().pbm(CmpWriter.SECRET, 600));
    derives(counting, 1, macs, new CmpWriter().pbm(CmpWriter.SECRET, 700));
    derives(counting, 1, macs, message);
  }

  @Test
  void oldKeys_goWithoutBeingAskedFor() {
    DerivedKeys keys = new DerivedKeys(Samples.PROVIDERS, KEEPING, new SecureRandom(), now::get);
    byte[] key = CmpWriter.filled(32, 5);
    keys.keep("a", "owner", key);
    assertThat(keys.find("a")).hasValueSatisfying(found -> assertThat(found).isEqualTo(key));
    assertThat(keys.size()).isEqualTo(1);
    now.addAndGet(Duration.ofMinutes(2).toNanos());
    keys.forgetOld();
    assertThat(keys.size()).isZero();
  }

  private static void derives(Counting counting, int more, MacProtection macs, byte[] message) {
    int before = counting.derived.get();
    assertThat(verify(macs, message, CmpWriter.SECRET)).isEmpty();
    assertThat(counting.derived.get() - before).isEqualTo(more);
  }

  private static boolean eventually(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    return condition.getAsBoolean();
  }
}
