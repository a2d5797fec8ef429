package org.vouchseal.status.ocsp;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.vouchseal.model.runtime.BoundedMemory;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.certificate.CertificateStatuses;

/**
 * Statuses as the database has them, or as it had them a moment ago: a look-up serves for the given
 * age and no longer, counted from before it began, on a clock that is never set. So a revocation
 * shows on every node after that age at the latest, without a word between nodes.
 *
 * <p>That a certificate was never issued is not remembered: strangers could fill the memory with
 * it, and it may be issued the next moment.
 */
final class RecentStatuses {

  private static final int MOST = 20_000;

  private record Subject(String issuer, BigInteger serial) {}

  private record Look(CertificateStatus status, long at) {}

  private final Transactions transactions;
  private final CertificateStatuses statuses;
  private final LongSupplier nanos;
  private final long age;
  private final BoundedMemory<Subject, Look> looks = new BoundedMemory<>(MOST);

  /**
   * @param nanos as {@link System#nanoTime}
   */
  RecentStatuses(
      Transactions transactions, CertificateStatuses statuses, Duration age, LongSupplier nanos) {
    this.transactions = transactions;
    this.statuses = statuses;
    this.age = age.toNanos();
    this.nanos = nanos;
  }

  /** Whether all of them were issued as far as this node remembers, however long ago it looked. */
  boolean haveMet(String issuer, List<BigInteger> serials) {
    return serials.stream().allMatch(serial -> looks.find(new Subject(issuer, serial)).isPresent());
  }

  /** The status when the last look at it is not too old. */
  Optional<CertificateStatus> recent(String issuer, BigInteger serial) {
    Optional<Look> look = looks.find(new Subject(issuer, serial));
    return look.isPresent() && nanos.getAsLong() - look.get().at() <= age
        ? Optional.of(look.get().status())
        : Optional.empty();
  }

  /** The statuses in the order of the serial numbers; all of one moment, or of one each. */
  List<CertificateStatus> find(String issuer, List<BigInteger> serials) {
    long now = nanos.getAsLong();
    List<CertificateStatus> known = new ArrayList<>();
    for (BigInteger serial : serials) {
      Optional<Look> look = looks.find(new Subject(issuer, serial));
      if (look.isEmpty() || now - look.get().at() > age) {
        return look(issuer, serials, now);
      }
      known.add(look.get().status());
    }
    return known;
  }

  private List<CertificateStatus> look(String issuer, List<BigInteger> serials, long before) {
    List<CertificateStatus> found =
        transactions.run(
            () -> serials.stream().map(serial -> statuses.find(issuer, serial)).toList());
    for (int i = 0; i < serials.size(); i++) {
      if (!(found.get(i) instanceof CertificateStatus.Unknown)) {
        looks.keep(new Subject(issuer, serials.get(i)), new Look(found.get(i), before));
      }
    }
    return found;
  }
}
