package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every halt point on the real server, each with a start, a halt and a start again. */
@Tag("stack")
@Tag("long")
class EveryPointOnTheServerTest {

  private static final Path HOME = Path.of(System.getProperty("vouchseal.home", "."));
  private static final OwnStack OWN = OwnStack.fresh(HOME.resolve("target/drill-all-var"));

  @TempDir Path folder;
  private OpensslCmp openssl;
  private Stack stack;

  /** The first start makes the hierarchy and the first lists, with no drill in its way. */
  @BeforeAll
  static void begin() {
    Stack unusedFirst = OWN.start("--no-restart");
    OWN.close();
  }

  @AfterAll
  static void end() {
    OWN.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tx-a.before",
        "tx-a.after",
        "tx-b.before",
        "tx-b.after",
        "sign.after",
        "tx-c.before",
        "tx-c.after",
        "reply.before"
      })
  void haltWhileSigningIsCertified_givesOneCertificate(String point) throws IOException {
    drill(point);
    Applicant.Granted granted = granted();
    halts(point, ir(granted, "-implicit_confirm", "-reqout", "ir.der"));

    recover();
    ir(granted, "-implicit_confirm", "-reqin", "ir.der", "-rspout", "ip1.der").mustSucceed();
    ir(granted, "-implicit_confirm", "-reqin", "ir.der", "-rspout", "ip2.der").mustSucceed();
    assertThat(folder.resolve("ip1.der")).hasSameBinaryContentAs(folder.resolve("ip2.der"));
    check();
  }

  @ParameterizedTest
  @ValueSource(strings = "certconf.after")
  void haltAfterConfirmation_answersItAgain(String point) throws IOException {
    drill(point);
    Applicant.Granted granted = granted();
    halts(point, ir(granted, "-reqout", "ir.der cc.der"));

    recover();
    byte[] once = post("cc.der", "pc1.der");
    assertThat(once).isEqualTo(post("cc.der", "pc2.der"));
    check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"escrow.before", "escrow.after"})
  void haltAroundEscrow_leavesOneKeyForOneCertificate(String point) throws IOException {
    drill(point);
    String mailbox = Applicant.freshMailbox();
    Commands.Ended cut = enrol(mailbox);
    halts(point, cut);

    recover();
    enrol(mailbox).mustSucceed();
    assertThat(folder.resolve("id/encryption.pem")).isNotEmptyFile();
    check();
  }

  @ParameterizedTest
  @ValueSource(strings = "revoke.after")
  void haltAfterRevocation_answersItAgain(String point) throws IOException {
    drill(point);
    Applicant.Granted granted = granted();
    ir(granted, "-implicit_confirm").mustSucceed();
    halts(point, rr("-reqout", "rr.der"));

    recover();
    rr("-reqin", "rr.der").mustSucceed();
    showsRevoked();
    check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"crl.before-publish", "crl.after"})
  void haltAroundTheList_publishesItAfterwards(String point) throws IOException {
    drill(point);
    Applicant.Granted granted = granted();
    ir(granted, "-implicit_confirm").mustSucceed();
    Commands.Ended revoked = rr();
    awaitMark();
    halts(point, new Commands.Ended(1, revoked.output()));

    recover();
    showsRevoked();
    check();
  }

  private void drill(String point) throws IOException {
    OWN.close();
    boolean unusedDeleted = Files.deleteIfExists(OWN.mark());
    stack = OWN.start("--no-restart", "--drill", point);
    openssl = new OpensslCmp(stack, folder);
  }

  private void recover() {
    OWN.close();
    stack = OWN.start("--no-restart");
  }

  private Applicant.Granted granted() {
    Applicant.Granted granted = new Applicant(stack).provesFreshMailbox();
    String unusedTrust = openssl.trust(granted);
    String unusedKey = openssl.key("k.pem");
    return granted;
  }

  private Commands.Ended ir(Applicant.Granted granted, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-cmd",
                "ir",
                "-subject",
                granted.opensslSubject(),
                "-newkey",
                "k.pem",
                "-certout",
                "c.pem",
                "-chainout",
                "chain.pem"));
    all.addAll(List.of(more));
    return openssl.underSecret(granted, "signing", all.toArray(String[]::new));
  }

  private Commands.Ended rr(String... more) {
    List<String> all =
        new ArrayList<>(List.of("-cmd", "rr", "-oldcert", "c.pem", "-revreason", "4"));
    all.addAll(List.of(more));
    return openssl.signedWith("c.pem", "k.pem", "chain.pem", "signing", all.toArray(String[]::new));
  }

  /** The project's own client; a second call goes on where the first was cut off. */
  private Commands.Ended enrol(String mailbox) {
    Path code = folder.resolve("code.txt");
    Set<Path> before = Set.of();
    CompletableFuture<Void> mail =
        Files.exists(code)
            ? CompletableFuture.completedFuture(null)
            : CompletableFuture.runAsync(
                () -> write(code, new Applicant(stack).codeMailedTo(mailbox, before)));
    Commands.Ended ended =
        new Commands(folder)
            .run(
                Map.of(),
                List.of(
                    HOME.resolve("sdk/bin/vouchseal").toString(),
                    "enroll",
                    "--server",
                    stack.publicUrl(),
                    "--mailbox",
                    mailbox,
                    "--code-from",
                    code.toString(),
                    "--out",
                    folder.resolve("id").toString()));
    mail.join();
    return ended;
  }

  private static void write(Path file, String text) {
    try {
      Path part = Files.writeString(file.resolveSibling("code.part"), text + "\n");
      Path unusedMoved = Files.move(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void showsRevoked() {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end && !listed()) {
      Applicant.sleep(Duration.ofMillis(300));
    }
    assertThat(listed()).as("the list names the certificate").isTrue();
    assertThat(
            openssl
                .commands()
                .openssl(
                    "ocsp",
                    "-issuer",
                    "chain.pem",
                    "-cert",
                    "c.pem",
                    "-url",
                    stack.publicUrl() + "/ocsp",
                    "-CAfile",
                    "root.pem")
                .output())
        .contains("c.pem: revoked");
  }

  private boolean listed() {
    Commands commands = openssl.commands();
    Commands.Ended fetched =
        commands.run("curl", "-sf", "-o", "l.crl", stack.publicUrl() + "/pki/smime.crl");
    String serial =
        commands
            .openssl("x509", "-in", "c.pem", "-noout", "-serial")
            .output()
            .strip()
            .replace("serial=", "");
    return fetched.status() == 0
        && commands
            .openssl("crl", "-inform", "DER", "-in", "l.crl", "-noout", "-text")
            .output()
            .contains(serial);
  }

  private byte[] post(String request, String answer) throws IOException {
    new Commands(folder)
        .run(
            "curl",
            "-sf",
            "--max-time",
            "60",
            "-H",
            "Content-Type: application/pkixcmp",
            "--data-binary",
            "@" + request,
            "-o",
            answer,
            stack.publicUrl() + "/.well-known/cmp/p/signing")
        .mustSucceed();
    return Files.readAllBytes(folder.resolve(answer));
  }

  private static void awaitMark() {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() < end && !Files.exists(OWN.mark())) {
      Applicant.sleep(Duration.ofMillis(200));
    }
  }

  private static void halts(String point, Commands.Ended client) {
    assertThat(client.status()).as(client.output()).isNotZero();
    assertThat(OWN.mark()).as("the point was really reached").content().contains(point);
  }

  private static void check() {
    Commands.Ended checked = OWN.run("check-invariants");
    assertThat(checked.status()).as(checked.output()).isZero();
  }
}
