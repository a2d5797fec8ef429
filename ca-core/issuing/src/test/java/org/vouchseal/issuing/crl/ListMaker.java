package org.vouchseal.issuing.crl;

import jakarta.persistence.EntityManagerFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.SettableClock;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.boot.IssuingCoreParts;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.persistence.JpaAuditTrail;
import org.vouchseal.persistence.LocalPersistence;
import org.vouchseal.persistence.LocalTransactions;
import org.vouchseal.persistence.MariaDbPlainDataSource;

/**
 * A process of its own that publishes what is due, twice with a day in between, over a database
 * that is there, and prints a line about each run: name of the list, result, milliseconds, and how
 * full the heap was at most.
 */
final class ListMaker {

  private ListMaker() {}

  public static void main(String[] arguments) {
    MariaDbPlainDataSource database = new MariaDbPlainDataSource();
    database.setUrl(arguments[0]);
    database.setUser("issuing_app");
    database.setPasswordFile(arguments[1]);
    SettableClock clock = new SettableClock(TestPki.BEGIN.plus(Duration.ofDays(100)));
    try (EntityManagerFactory factory = LocalPersistence.open("issuing", database)) {
      IssuingCore core = core(new LocalTransactions(factory), clock, Path.of(arguments[2]));
      for (int day = 0; day < 2; day++) {
        clock.advance(Duration.ofDays(1));
        long begin = System.nanoTime();
        List<CrlRun> runs = core.crls().run();
        long millis = (System.nanoTime() - begin) / 1_000_000;
        runs.forEach(
            run ->
                System.out.println(
                    "RUN %s %s %d ms, heap %d MB: %s"
                        .formatted(
                            run.list(), run.result(), millis, fullestHeap() >> 20, run.text())));
      }
    }
  }

  private static IssuingCore core(
      LocalTransactions transactions, SettableClock clock, Path pkiFolder) {
    TestPki pki = TestPki.create();
    SecureRandom random = new SecureRandom();
    return IssuingCore.assemble(
        new IssuingCoreParts(
            transactions,
            transactions,
            new JpaAuditTrail(transactions, clock, random, "node-1"),
            pki.token(),
            pki.providers(),
            pki.writeTo(pkiFolder),
            clock,
            random,
            HaltPoint.NONE,
            "node-1",
            false,
            Optional.empty(),
            reference -> {
              throw new IllegalStateException("nothing is issued here");
            },
            IssuanceSettings.DEFAULT,
            CrlSettings.DEFAULT));
  }

  private static long fullestHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
