package org.vouchseal.issuing.cmp;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.centralkey.CentralKeys;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.runtime.Transactions;

/**
 * What the CMP door owes without being asked: certificates that nobody confirmed in time are
 * revoked, answers that nobody may repeat any more are erased, the key service hears which keys are
 * in use. Called again and again; several nodes at once do no harm.
 */
public final class CmpHousekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(CmpHousekeeping.class);
  private static final String ACTOR = "system:cmp-time-out";

  private final Transactions transactions;
  private final CmpTransactionStore store;
  private final GiveUpTransaction givingUp;
  private final MacFailures macFailures;
  private final Certificates certificates;
  private final CentralKeys keyService;
  private final Clock clock;
  private final CmpSettings settings;
  private final Instant startedAt;

  private CmpHousekeeping(CmpParts parts) {
    this.transactions = parts.transactions();
    this.store = parts.store();
    this.givingUp = new GiveUpTransaction(parts, new TransactionBook(parts));
    this.macFailures =
        new MacFailures(parts.transactions(), parts.macFailures(), parts.clock(), parts.settings());
    this.certificates = parts.certificates();
    this.keyService = parts.centralKeys();
    this.clock = parts.clock();
    this.settings = parts.settings();
    this.startedAt = parts.clock().instant();
  }

  /** Builds it over the door's parts. */
  public static CmpHousekeeping of(CmpParts parts) {
    return new CmpHousekeeping(parts);
  }

  /** Does everything that is due. */
  public void runDue() {
    List<CmpTransaction> due = transactions.run(() -> store.timedOut(clock.instant()));
    due.forEach(this::timeOutAlone);
    eraseAnswers();
    macFailures.forgetOld();
  }

  /**
   * Tells the key service which keys are in use, outside any transaction.
   *
   * @throws IllegalStateException when it could not be told of each; it is told again
   */
  public void tellKeysInUse() {
    int failed = 0;
    for (EscrowId key : transactions.run(certificates::keysInUse)) {
      try {
        keyService.inUse(key);
        transactions.run(() -> certificates.forgetKeyInUse(key));
      } catch (RuntimeException fault) {
        LOG.warn("the key service cannot be told that key {} is in use", key, fault);
        failed++;
      }
    }
    if (failed > 0) {
      throw new IllegalStateException(failed + " keys in use are not known to the key service");
    }
  }

  /** One that cannot be ended must not hold up those behind it. */
  private void timeOutAlone(CmpTransaction transaction) {
    try {
      boolean unusedDone =
          givingUp.giveUp(transaction, CmpTransaction.State.TIMED_OUT, Optional.empty(), ACTOR);
    } catch (RuntimeException fault) {
      LOG.error("{} timed out and cannot be ended", transaction, fault);
    }
  }

  private void eraseAnswers() {
    Instant limit = clock.instant().minus(settings.retryWindow());
    if (limit.isAfter(startedAt)) {
      int unusedCount = transactions.run(() -> store.eraseAnswers(limit));
    }
  }
}
