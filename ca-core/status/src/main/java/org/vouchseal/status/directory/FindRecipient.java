package org.vouchseal.status.directory;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.runtime.Transactions;

/**
 * Finds the certificate to which mail for a mailbox is encrypted now. Who is not there and who does
 * not wish to be found get the same answer, at the same pace.
 */
public final class FindRecipient {

  private static final Logger LOG = LoggerFactory.getLogger(FindRecipient.class);

  /** Far longer than a look-up takes, so that how long it took does not show. */
  static final Duration PACE = Duration.ofMillis(25);

  private final Transactions transactions;
  private final OfferedCertificates offered;
  private final RecipientCheck check;
  private final Clock clock;

  public FindRecipient(
      Transactions transactions, OfferedCertificates offered, RecipientCheck check, Clock clock) {
    this.transactions = transactions;
    this.offered = offered;
    this.check = check;
    this.clock = clock;
  }

  /**
   * DER of the current certificate.
   *
   * @throws org.vouchseal.model.runtime.StoreUnavailable when the database is away
   */
  public Optional<byte[]> find(Mailbox mailbox) {
    long began = System.nanoTime();
    Optional<byte[]> found =
        transactions.run(() -> offered.find(mailbox, clock.instant()).stream().findFirst());
    Optional<byte[]> good = found.filter(der -> isGood(der, mailbox));
    if (good.isEmpty()) {
      waitForTheNextStep(began);
    }
    return good;
  }

  /** What somebody wrote into the database is given out only as far as the CA signed it. */
  private boolean isGood(byte[] der, Mailbox mailbox) {
    Optional<String> fault = check.fault(der, mailbox, clock.instant());
    fault.ifPresent(why -> LOG.error("an offered certificate is not given out: {}", why));
    return fault.isEmpty();
  }

  private static void waitForTheNextStep(long began) {
    long step = PACE.toNanos();
    long end = began + ((System.nanoTime() - began) / step + 1) * step;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
