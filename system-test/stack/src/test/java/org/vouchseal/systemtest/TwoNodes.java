package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.bouncycastle.cert.X509CertificateHolder;

/** A stack of two nodes of a test's own, what is done to it, and whether it is sound afterwards. */
final class TwoNodes implements AutoCloseable {

  /** What an order was given more than once. */
  static final String ISSUED_TWICE =
      "SELECT order_reference, profile, COUNT(*) FROM issuing.certificate WHERE order_reference IS"
          + " NOT NULL GROUP BY 1, 2 HAVING COUNT(*) > 1";

  private static final String ISSUED =
      "SELECT COUNT(*) FROM issuing.certificate WHERE order_reference IS NOT NULL";

  private final OwnStack own;
  private final Stack stack;
  private final StackDatabase database;

  private TwoNodes(OwnStack own, Stack stack) {
    this.own = own;
    this.stack = stack;
    this.database = new StackDatabase(stack);
  }

  /** Starts it; the folder is below the checkout's target. */
  static TwoNodes started(String folder, String... arguments) {
    OwnStack own = OwnStack.fresh(Path.of(System.getProperty("vouchseal.home"), "target", folder));
    String[] all = new String[arguments.length + 2];
    all[0] = "--nodes";
    all[1] = "2";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    try {
      return new TwoNodes(own, own.start(all));
    } catch (RuntimeException | Error e) {
      own.close();
      throw e;
    }
  }

  Stack stack() {
    return stack;
  }

  OwnStack own() {
    return own;
  }

  StackDatabase database() {
    return database;
  }

  Stack.Node node(int index) {
    return stack.nodes().get(index);
  }

  /** Ends a process as a power failure would. */
  static void kill(long pid) {
    signal(pid, "KILL");
  }

  static void signal(long pid, String signal) {
    try {
      Process sent = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
      assertThat(sent.waitFor()).as("kill -" + signal + " " + pid).isZero();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  long databasePid() {
    try {
      return Long.parseLong(Files.readString(stack.var().resolve("run/mariadb.pid")).strip());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void awaitReady() {
    await("both nodes and the database", Duration.ofMinutes(4), stack::isReady);
  }

  static void await(String what, Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("%s within %s", what, limit).isLessThan(end);
      Applicant.sleep(Duration.ofMillis(100));
    }
  }

  /** Those who wait go on their journeys, one after the other on each thread. */
  List<Future<?>> depart(Crowd crowd, Queue<Applicant.Granted> waiting, Journey.Sight sight) {
    return crowd.begin(
        number ->
            (Callable<Void>)
                () -> {
                  boolean first = true;
                  for (Applicant.Granted next = waiting.poll();
                      next != null;
                      next = waiting.poll()) {
                    Journey journey = new Journey(stack, next, sight);
                    if (first) {
                      journey.run();
                    } else {
                      // central keys take long to make: one a client is enough
                      journey.sign();
                      journey.revoke();
                    }
                    first = false;
                  }
                  return null;
                });
  }

  /** How many certificates applicants have been issued. */
  long issued() {
    return database.number(ISSUED);
  }

  /**
   * Nothing lost, nothing twice, every invariant holds.
   *
   * @param earlier certificates that were issued before the drill
   */
  void mustBeSound(Journey.Sight sight, long earlier) {
    Queue<X509CertificateHolder> received = sight.received();
    assertThat(received.stream().map(X509CertificateHolder::getSerialNumber))
        .doesNotHaveDuplicates();
    assertThat(database.rows(ISSUED_TWICE)).as("certificates that were issued twice").isEmpty();
    assertThat(issued()).as("issued, and received").isEqualTo(earlier + received.size());
    assertThat(database.number("SELECT COUNT(*) FROM keyservice.escrow"))
        .as("escrowed keys, and encryption certificates")
        .isEqualTo(
            database.number(
                "SELECT COUNT(*) FROM issuing.certificate WHERE profile LIKE 'encryption%'"));
    Commands.Ended checked = own.run("check-invariants", "--client-log", log(received).toString());
    assertThat(checked.status()).as(checked.output()).isZero();
    assertThat(checked.output()).contains("(" + received.size() + " in its log) ... ok");
  }

  private Path log(Queue<X509CertificateHolder> received) {
    Path log = stack.var().resolve("received.log");
    try {
      return Files.write(
          log,
          received.stream().map(one -> "smime " + one.getSerialNumber().toString(16)).toList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    own.close();
  }

  /** Whether a process is stopped by a signal. */
  static boolean isStopped(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
    } catch (IOException gone) {
      return false;
    }
  }
}
