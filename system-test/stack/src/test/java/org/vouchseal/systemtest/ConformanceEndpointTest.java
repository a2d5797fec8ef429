package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suites of others at the endpoint that is there for them, on two real servers. */
@Tag("stack")
class ConformanceEndpointTest {

  private static final String REFERENCE = "conformance";
  private static final String WAITING = "conformance-waiting";

  @TempDir static Path folder;
  private static String secret;
  private static OwnStack own;
  private static Stack stack;
  private static OpensslCmp openssl;

  @BeforeAll
  static void start() throws IOException {
    byte[] octets = new byte[16];
    new SecureRandom().nextBytes(octets);
    secret = HexFormat.of().formatHex(octets);
    Path file = folder.resolve("secret");
    Files.writeString(file, secret + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    own =
        OwnStack.fresh(
            Path.of(System.getProperty("vouchseal.home"), "target", "conformance-var"),
            Map.of("VOUCHSEAL_CONFORMANCE_SECRET_FILE", file.toString()));
    stack = own.start("--nodes", "2");
    openssl = new OpensslCmp(stack, folder);
    openssl.key("k.pem");
    download(stack.publicUrl() + "/pki/conformance-root.cer", "root.der").mustSucceed();
    openssl
        .commands()
        .openssl("x509", "-inform", "DER", "-in", "root.der", "-out", "root.pem")
        .mustSucceed();
  }

  @AfterAll
  static void stop() {
    own.close();
  }

  @Test
  void matrix_everyCase_passes() throws IOException {
    Path script = folder.resolve("matrix.sh");
    try (InputStream in =
        ConformanceEndpointTest.class.getResourceAsStream("/openssl-cmp-matrix.sh")) {
      Files.copy(in, script);
    }
    Commands.Ended ended =
        openssl
            .commands()
            .run(
                Map.of(
                    "SERVER",
                    stack.hostAndPort(),
                    "CMPPATH",
                    ".well-known/cmp/p/conformance",
                    "REF",
                    REFERENCE,
                    "SECRET",
                    secret,
                    "TRUST",
                    folder.resolve("root.pem").toString(),
                    "SUBJECT",
                    "/CN=some suite",
                    "OUT",
                    folder.resolve("matrix").toString()),
                List.of("bash", script.toString()));
    assertThat(ended.output())
        .contains("PASS kur-sig", "PASS genm-cacerts-mac", "PASS neg-kur-with-revoked")
        .doesNotContain("FAIL");
    assertThat(ended.status()).isZero();
  }

  @Test
  void siemensClient_everyBodyAndEveryDelivery_passes() {
    new SiemensAtTheConformanceEndpoint(stack, openssl, secret).isAnswered();
  }

  @Test
  void root_saysThatNobodyMayTrustIt() throws IOException {
    assertThat(shown("root.pem", "-subject")).contains("CONFORMANCE - DO NOT TRUST");
    asked("conformance", "named.pem").mustSucceed();
    assertThat(shown("named.pem", "-issuer")).contains("CONFORMANCE - DO NOT TRUST");
    download(stack.publicUrl() + "/pki/root.cer", "real.der").mustSucceed();
    assertThat(Files.readAllBytes(folder.resolve("real.der")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("root.der")));
  }

  @Test
  void revokedCertificate_isOnTheListItPointsTo() {
    asked("conformance", "gone.pem").mustSucceed();
    openssl
        .signedWith(
            "gone.pem",
            "k.pem",
            "root.pem",
            "conformance",
            "-cmd",
            "rr",
            "-oldcert",
            "gone.pem",
            "-revreason",
            "4")
        .mustSucceed();
    String files = stack.publicUrl() + "/pki/conformance-";
    download(files + "smime.cer", "smime.der").mustSucceed();
    openssl
        .commands()
        .openssl("x509", "-inform", "DER", "-in", "smime.der", "-out", "smime.pem")
        .mustSucceed();
    assertThat(
            openssl
                .commands()
                .openssl(
                    "ocsp",
                    "-issuer",
                    "smime.pem",
                    "-cert",
                    "gone.pem",
                    "-url",
                    stack.publicUrl() + "/ocsp/conformance",
                    "-CAfile",
                    "root.pem")
                .output())
        .contains("gone.pem: revoked");
    Applicant.sleep(Duration.ofSeconds(5));
    download(files + "smime.crl", "smime.crl").mustSucceed();
    assertThat(
            openssl
                .commands()
                .openssl("crl", "-inform", "DER", "-in", "smime.crl", "-noout", "-text")
                .output())
        .contains(shown("gone.pem", "-serial").replace("serial=", "").strip());
  }

  @Test
  void waitingRequest_isGrantedWithinASinglePatience() {
    Commands.Ended ended = asked(WAITING, "waited.pem", "-total_timeout", "60");
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(folder.resolve("waited.pem")).exists();
  }

  @Test
  void nodeKilledWhileARequestWaits_losesNothing() throws Exception {
    long waits = waits();
    CompletableFuture<Commands.Ended> asking =
        CompletableFuture.supplyAsync(() -> asked(WAITING, "survived.pem", "-total_timeout", "60"));
    while (waits() == waits) {
      Applicant.sleep(Duration.ofMillis(50));
    }
    boolean unused = ProcessHandle.of(stack.nodes().get(0).pid()).orElseThrow().destroyForcibly();
    Commands.Ended ended = asking.get();
    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(folder.resolve("survived.pem")).exists();
    while (!stack.isReady()) {
      Applicant.sleep(Duration.ofMillis(200));
    }
  }

  @Test
  void invariantsOfTheRealRooms_holdBesideIt() {
    assertThat(own.run("check-invariants").status()).isZero();
  }

  @Test
  void whatIsNoLabel_isNoAddress() {
    for (String label : new String[] {"/p/signing", "/nothing", "/certification/more"}) {
      assertThat(status(stack.publicUrl() + "/.well-known/cmp/p/conformance" + label))
          .as(label)
          .isEqualTo("404");
    }
  }

  @Test
  void withoutASecretFile_thereIsNoEndpoint() {
    Stack without = Stack.running();
    for (String path :
        new String[] {
          "/.well-known/cmp/p/conformance",
          "/.well-known/cmp/p/conformance-waiting",
          "/pki/conformance-root.cer",
          "/pki/conformance-smime.crl"
        }) {
      assertThat(status(without.publicUrl() + path)).as(path).isIn("404", "405");
    }
  }

  @Test
  void secretOpenToOthers_endsTheStart() throws IOException {
    Path open = folder.resolve("open");
    Files.writeString(open, secret);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
    try (OwnStack refused =
        OwnStack.fresh(
            Path.of(System.getProperty("vouchseal.home"), "target", "conformance-open-var"),
            Map.of("VOUCHSEAL_CONFORMANCE_SECRET_FILE", open.toString()))) {
      Commands.Ended ended = refused.run();
      assertThat(ended.status()).isNotZero();
      assertThat(ended.output()).contains(open.toString(), "is open to others");
    }
  }

  private static String status(String url) {
    return openssl
        .commands()
        .run(
            "curl",
            "-s",
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            "--data-binary",
            "x",
            "-H",
            "Content-Type: application/pkixcmp",
            url)
        .output();
  }

  private static long waits() {
    return new StackDatabase(stack)
        .number(
            "SELECT COUNT(*) FROM conformance_issuing.audit_event"
                + " WHERE type = 'cmp.transaction.waiting'");
  }

  private static Commands.Ended asked(String address, String certificate, String... more) {
    List<String> all = new ArrayList<>(List.of("-cmd", "ir", "-subject", "/CN=some suite"));
    all.addAll(List.of("-newkey", "k.pem", "-certout", certificate));
    all.addAll(List.of(more));
    return openssl.underSecret(REFERENCE, secret, address, all.toArray(String[]::new));
  }

  private static String shown(String certificate, String what) {
    return openssl
        .commands()
        .openssl("x509", "-in", certificate, "-noout", what)
        .mustSucceed()
        .output();
  }

  private static Commands.Ended download(String url, String file) {
    return openssl.commands().run("curl", "-sf", "-o", file, url);
  }
}
