package org.vouchseal.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the ratios against a running stack and prints raw rounds and a table.
 *
 * <p>Arguments: var folder of the stack, jar of Payara Micro, folder for what is written, options
 * of the servers' JVM (one text), and {@code short} or {@code whole}; only the latter fills the
 * tables up to a million certificates. Ends with 1 when a ratio misses what is acceptable.
 */
public final class Bench {

  private static final int CLIENTS = 16;

  /** Compiling goes on for so many rounds: the cost of an issuance falls to a third in them. */
  private static final int ROUNDS_TO_COMPILE = 16;

  /** Of one round, and some to spare. */
  private static final int ENROLMENTS = 7000;

  private final Stand stand;
  private final Enrolments enrolments;
  private final PrintStream out;
  private final Interleaved rounds;
  private final List<Ratio> ratios = new ArrayList<>();

  /** A figure of the table. */
  private record Ratio(String id, String what, double value, double acceptable, boolean atMost) {
    boolean isMet() {
      return atMost ? value <= acceptable : value >= acceptable;
    }
  }

  private Bench(Stand stand, PrintStream out) {
    this.stand = stand;
    this.enrolments = new Enrolments(stand);
    this.out = out;
    this.rounds = new Interleaved(Duration.ofSeconds(3), 4, 7);
  }

  public static void main(String[] arguments) {
    Stand stand = Stand.of(Path.of(arguments[0]));
    Bench bench = new Bench(stand, System.out);
    List<String> options = List.of(arguments[3].strip().split("\\s+"));
    try (FloorServer floor =
        new FloorServer(Path.of(arguments[1]), Path.of(arguments[2]), options)) {
      bench.measure(floor, arguments[4].equals("whole"));
    }
    System.exit(bench.table() ? 0 : 1);
  }

  private void measure(FloorServer floor, boolean whole) {
    say("warming up the server: " + Instant.now());
    for (int round = 0; round < ROUNDS_TO_COMPILE; round++) {
      enrolments.make(ENROLMENTS / 2 - enrolments.left());
      double unusedWarm = issuance("warm-up", CLIENTS).run(Duration.ofSeconds(3));
    }
    issuance();
    status(floor);
    if (whole) {
      growth();
    }
  }

  private HttpLoad issuance(String name, int clients) {
    return new HttpLoad(
        name,
        stand.port(),
        HttpConnection.head("/.well-known/cmp/p/signing", "application/pkixcmp"),
        clients,
        enrolments::next,
        Enrolments::checkIp);
  }

  /** P1, P2, P13. */
  private void issuance() {
    InMemoryFloor memory = new InMemoryFloor();
    CommitLoad commits =
        new CommitLoad(
            stand.databaseUrl("issuing"),
            "issuing_owner",
            stand.password("issuing_owner"),
            CLIENTS);
    Series perSecond = new Series("issuances, 16 clients");
    Series alone = new Series("issuances, 1 client");
    Series bare = new Series(commits.name());
    Series cost = new Series("server + database, us each");
    Series least = new Series("in memory, us each");
    for (int round = 0; round < 9; round++) {
      enrolments.make(ENROLMENTS - enrolments.left());
      double before = seconds();
      int had = enrolments.left();
      double many = issuance("issuances, 16 clients", CLIENTS).run(Duration.ofSeconds(3));
      double spent = (seconds() - before) * 1e6 / (had - enrolments.left());
      double one = issuance("issuances, 1 client", 1).run(Duration.ofSeconds(3));
      double committed = commits.run(Duration.ofSeconds(3));
      double unusedMemory = memory.run(Duration.ofSeconds(2));
      if (round >= 2) {
        perSecond.add(many);
        alone.add(one);
        bare.add(committed);
        cost.add(spent);
        least.add(memory.microseconds());
      }
    }
    List.of(perSecond, alone, bare, cost, least).forEach(this::say);
    ratios.add(new Ratio("P1", "issuances / C3", perSecond.median() / bare.median(), 0.20, false));
    ratios.add(
        new Ratio("P2", "cost / in-memory floor", cost.median() / least.median(), 4.0, true));
    ratios.add(
        new Ratio("P13", "16 clients / 1 client", perSecond.median() / alone.median(), 2.5, false));
  }

  /** P4, P5. */
  private void status(FloorServer floor) {
    OcspRequests requests = new OcspRequests(stand, 1000);
    byte[] head = HttpConnection.head("/ocsp", "application/ocsp-request");
    HttpLoad live =
        new HttpLoad(
            "OCSP live, with nonce",
            stand.port(),
            head,
            CLIENTS,
            requests::withNonce,
            OcspRequests::check);
    HttpLoad cached =
        new HttpLoad(
            "OCSP without nonce",
            stand.port(),
            head,
            CLIENTS,
            requests::plain,
            OcspRequests::check);
    byte[] small = new byte[124];
    HttpLoad least =
        new HttpLoad("floor (F)", floor.port, floor.head(), CLIENTS, () -> small, answer -> {});
    List<Series> measured = rounds.run(List.of(live, cached, least));
    measured.forEach(this::say);
    double f = measured.get(2).median();
    ratios.add(new Ratio("P4", "OCSP live / F", measured.get(0).median() / f, 0.30, false));
    ratios.add(new Ratio("P5", "OCSP cached / F", measured.get(1).median() / f, 0.70, false));
  }

  /** G1, G2: the same with a million certificates as with ten thousand. */
  private void growth() {
    Growth growth = new Growth(stand);
    growth.fill(10_000);
    double[] few = rates();
    say("filling the tables: " + Instant.now());
    growth.fill(1_000_000);
    say(growth.certificates() + " certificates: " + Instant.now());
    double[] many = rates();
    ratios.add(new Ratio("G1", "issuances at 10^6 / 10^4", many[0] / few[0], 0.85, false));
    ratios.add(new Ratio("G2", "OCSP live at 10^6 / 10^4", many[1] / few[1], 0.95, false));
  }

  private double[] rates() {
    OcspRequests requests = new OcspRequests(stand, 100_000);
    HttpLoad live =
        new HttpLoad(
            "OCSP live, with nonce",
            stand.port(),
            HttpConnection.head("/ocsp", "application/ocsp-request"),
            CLIENTS,
            requests::withNonce,
            OcspRequests::check);
    Series issued = new Series("issuances, 16 clients");
    Series answered = new Series(live.name());
    for (int round = 0; round < 8; round++) {
      enrolments.make(ENROLMENTS / 2 - enrolments.left());
      double perSecond = issuance("issuances, 16 clients", CLIENTS).run(Duration.ofSeconds(3));
      double answers = live.run(Duration.ofSeconds(3));
      if (round > 0) {
        issued.add(perSecond);
        answered.add(answers);
      }
    }
    say(issued);
    say(answered);
    return new double[] {issued.median(), answered.median()};
  }

  private double seconds() {
    return ProcessorTime.seconds(stand.serverPid()) + ProcessorTime.seconds(stand.databasePid());
  }

  private void say(Object line) {
    out.println(line);
    out.flush();
  }

  private boolean table() {
    out.printf("%n| id | ratio | value | acceptable | met |%n|---|---|---|---|---|%n");
    for (Ratio ratio : ratios) {
      out.printf(
          Locale.ROOT,
          "| %s | %s | %.2f | %s %.2f | %s |%n",
          ratio.id(),
          ratio.what(),
          ratio.value(),
          ratio.atMost() ? "<=" : ">=",
          ratio.acceptable(),
          ratio.isMet() ? "yes" : "NO");
    }
    return ratios.stream().allMatch(Ratio::isMet);
  }
}
