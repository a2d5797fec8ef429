package org.vouchseal.status.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.runtime.BoundedMemory;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.certificate.CertificateStatus;

/** A look-up that serves again for a while, and what bounds it. */
class RecentLookUpTest {

  private static final List<BigInteger> SERIAL = List.of(BigInteger.TEN);
  private static final CertificateStatus REVOKED =
      new CertificateStatus.Revoked(Instant.EPOCH, RevocationReason.SUPERSEDED);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
  private final AtomicInteger looks = new AtomicInteger();
  private CertificateStatus now = new CertificateStatus.Good();
  private long duration;

  private final RecentStatuses statuses =
      new RecentStatuses(
          new Transactions() {
            @Override
            public <T> T run(Supplier<T> work) {
              T result = work.get();
              nanos.addAndGet(duration);
              return result;
            }
          },
          (issuer, serial) -> {
            looks.incrementAndGet();
            return now;
          },
          Duration.ofSeconds(2),
          nanos::get);

  @Test
  void look_servesForItsAgeAndNotLongerEvenWhenTheCounterTurnsOver() {
    assertThat(statuses.find("smime", SERIAL)).containsExactly(new CertificateStatus.Good());
    now = REVOKED;
    for (int i = 0; i < 4; i++) {
      nanos.addAndGet(500_000_000L);
      assertThat(statuses.find("smime", SERIAL)).containsExactly(new CertificateStatus.Good());
    }
    nanos.incrementAndGet();
    assertThat(statuses.find("smime", SERIAL)).containsExactly(REVOKED);
    nanos.addAndGet(4_000_000_000L);
    now = new CertificateStatus.Good();
    assertThat(statuses.find("smime", SERIAL)).containsExactly(new CertificateStatus.Good());
    assertThat(looks).hasValue(3);
  }

  @Test
  void slowLook_countsFromBeforeItBegan() {
    duration = 3_000_000_000L;
    assertThat(statuses.find("smime", SERIAL)).containsExactly(new CertificateStatus.Good());
    now = REVOKED;
    assertThat(statuses.find("smime", SERIAL)).containsExactly(REVOKED);
  }

  @Test
  void issuersAndSerials_areNotMixedUp() {
    assertThat(statuses.find("smime", SERIAL)).containsExactly(new CertificateStatus.Good());
    now = REVOKED;
    assertThat(statuses.find("trust", SERIAL)).containsExactly(REVOKED);
    assertThat(statuses.find("smime", List.of(BigInteger.TWO))).containsExactly(REVOKED);
    assertThat(statuses.find("smime", SERIAL)).containsExactly(new CertificateStatus.Good());
  }

  @Test
  void neverIssued_isLookedUpEachTime() {
    now = new CertificateStatus.Unknown();
    statuses.find("smime", SERIAL);
    statuses.find("smime", SERIAL);
    assertThat(looks).hasValue(2);
  }

  @Test
  void memory_forgetsTheOneNotAskedForTheLongest() {
    BoundedMemory<Integer, String> memory = new BoundedMemory<>(3);
    for (int i = 0; i < 3; i++) {
      memory.keep(i, "kept");
    }
    assertThat(memory.find(0)).isPresent();
    memory.keep(3, "kept");
    assertThat(memory.find(1)).isEmpty();
    assertThat(memory.find(0)).isPresent();
    assertThat(memory.find(2)).isPresent();
    assertThat(memory.find(3)).isPresent();
  }
}
