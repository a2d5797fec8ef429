package org.vouchseal.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite polls at the address that lets requests wait, by the stock {@code openssl cmp}. */
@Tag("db")
class OutsideSuiteWaitingTest {

  @TempDir static Path folder;
  private static Ground ground;
  private static Programs programs;

  @BeforeAll
  static void found() {
    ground = Ground.founded(folder);
    programs = new Programs(folder);
    programs
        .openssl(
            "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "k.key")
        .mustSucceed();
  }

  @AfterAll
  static void end() {
    ground.close();
  }

  private static Programs.Ended ask(String certificate) {
    return programs.underSecret(
        ground,
        "conformance-waiting",
        "-cmd",
        "ir",
        "-subject",
        "/CN=patient",
        "-newkey",
        "k.key",
        "-certout",
        certificate,
        "-verbosity",
        "7");
  }

  @Test
  void request_waitsAndIsGrantedByItself() {
    long begun = System.nanoTime();
    Programs.Ended ended = ask("c.pem").mustSucceed();
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    assertThat(ended.output()).contains("received 'waiting'", "polling response");
    assertThat(seconds).isBetween(Ground.WAIT.toSeconds(), 2 * Ground.WAIT.toSeconds() + 20);
    assertThat(programs.openssl("x509", "-in", "c.pem", "-noout", "-subject").output())
        .contains("patient");
  }

  @Test
  void restartInBetween_losesNothing() throws Exception {
    long before = waited();
    CompletableFuture<Programs.Ended> asking = CompletableFuture.supplyAsync(() -> ask("r.pem"));
    while (waited() == before) {
      Thread.sleep(50);
    }
    ground.open(Ground.SECRET);
    asking.get().mustSucceed();
    assertThat(folder.resolve("r.pem")).exists();
  }

  private static long waited() {
    return Rows.count(
        "issuing", "SELECT COUNT(*) FROM audit_event WHERE type = 'cmp.transaction.waiting'");
  }
}
