package org.vouchseal.issuing.crl;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.SettableClock;
import org.vouchseal.issuing.TestPki;
import org.vouchseal.issuing.boot.IssuingCore;
import org.vouchseal.issuing.boot.IssuingCoreParts;
import org.vouchseal.issuing.boot.IssuingRules;
import org.vouchseal.issuing.issuance.IssuanceSettings;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.persistence.MariaDbPlainDataSource;
import org.vouchseal.persistence.SqlAuditTrail;
import org.vouchseal.persistence.SqlTransactions;

/**
 * A process of its own that publishes what is due, twice with a day in between, over a database
 * that is there, and prints a line about each run: name of the list, result, milliseconds, those of
 * its own processor time, and how full the heap was at most.
 */
final class ListMaker {

  private static final OperatingSystemMXBean OWN =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final long TICK_MILLIS = 10;

  private ListMaker() {}

  public static void main(String[] arguments) throws IOException {
    MariaDbPlainDataSource database = new MariaDbPlainDataSource();
    database.setUrl(arguments[0]);
    database.setUser("issuing_app");
    database.setPasswordFile(arguments[1]);
    Path statistics = Path.of("/proc", arguments[3], "stat");
    SettableClock clock = new SettableClock(TestPki.BEGIN.plus(Duration.ofDays(100)));
    IssuingCore core = core(new SqlTransactions(database), clock, Path.of(arguments[2]));
    for (int day = 0; day < 2; day++) {
      clock.advance(Duration.ofDays(1));
      long begin = System.nanoTime();
      long own = OWN.getProcessCpuTime();
      long others = millisOf(statistics);
      List<CrlRun> runs = core.crls().run();
      long ownMillis = (OWN.getProcessCpuTime() - own) / 1_000_000;
      String times =
          "%d ms, work %d ms + database %d ms"
              .formatted(
                  (System.nanoTime() - begin) / 1_000_000,
                  ownMillis,
                  millisOf(statistics) - others);
      runs.forEach(
          run ->
              System.out.println(
                  "RUN %s %s %s, heap %d MB: %s"
                      .formatted(
                          run.list(), run.result(), times, fullestHeap() >> 20, run.text())));
    }
  }

  /** Processor time that the kernel has counted for a process. */
  private static long millisOf(Path statistics) throws IOException {
    String stat = Files.readString(statistics);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
  }

  private static IssuingCore core(
      SqlTransactions transactions, SettableClock clock, Path pkiFolder) {
    TestPki pki = TestPki.create();
    SecureRandom random = new SecureRandom();
    return IssuingCore.assemble(
        new IssuingCoreParts(
            transactions,
            transactions,
            new SqlAuditTrail(transactions, clock, random, "node-1"),
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
            IssuingRules.STANDARD,
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
