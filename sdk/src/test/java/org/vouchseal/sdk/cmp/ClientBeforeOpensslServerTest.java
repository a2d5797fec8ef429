package org.vouchseal.sdk.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.sdk.NotVerified;
import org.vouchseal.sdk.RefusedByCa;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.http.Exchange;
import org.vouchseal.sdk.http.HttpTransfer;
import org.vouchseal.sdk.x509.Certificates;
import org.vouchseal.sdk.x509.TrustAnchors;

/** Our messages and openssl's CMP server, which knows nothing of this project. */
class ClientBeforeOpensslServerTest {

  private static final TestPki PKI = new TestPki();
  private static final SharedSecret SECRET =
      new SharedSecret("order-1", "a-secret-of-128-random-bits");

  @TempDir Path folder;
  private final KeyPair key = TestPki.ecKey();
  private final X509Certificate issued =
      TestPki.signing(key.getPublic(), "alice@example.org", PKI.smime);
  private final Transfer transfer = new HttpTransfer(new Exchange(List.of(Duration.ofMillis(200))));
  private final CmpMessages messages =
      new CmpMessages(
          new TrustAnchors(List.of(PKI.root.certificate())), Clock.systemUTC(), TestPki.RANDOM);
  private Process server;
  private URI address;

  @BeforeEach
  void writeFiles() throws IOException {
    write("issued.pem", issued);
    write("smime.pem", PKI.smime.certificate());
    write("root.pem", PKI.root.certificate());
    write("trust.pem", PKI.trust.certificate());
    write("cmp.pem", PKI.cmpSigner.certificate());
    String text =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(PKI.cmpSigner.key().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    Files.writeString(folder.resolve("cmp.key"), text);
  }

  @AfterEach
  void stopServer() throws InterruptedException {
    if (server != null) {
      server.destroy();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void irUnderMac_isAnsweredAndConfirmed() throws Exception {
    start("-srv_ref", "server", "-srv_secret", "pass:" + SECRET.secret());

    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] answer = transfer.exchange(address, request);
    Grant grant = messages.readGrant(request, answer, SECRET);
    byte[] confirmation = messages.acceptance(request, answer, SECRET, grant);
    messages.readConfirmed(confirmation, transfer.exchange(address, confirmation), SECRET);

    assertThat(grant.certificate()).isEqualTo(issued);
    assertThat(grant.pool()).contains(PKI.smime.certificate());
  }

  @Test
  void waitingServer_isPolledUntilItHasDecided() throws Exception {
    start(
        "-srv_ref",
        "server",
        "-srv_secret",
        "pass:" + SECRET.secret(),
        "-poll_count",
        "3",
        "-check_after",
        "1");

    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] last = transfer.exchange(address, request);
    Reply reply = messages.readReply(request, last, SECRET);
    List<Duration> asked = new ArrayList<>();
    byte[] poll = request;
    while (reply instanceof Reply.Waiting waiting) {
      asked.add(waiting.checkAfter());
      poll = messages.pollRequest(request, last, SECRET);
      last = transfer.exchange(address, poll);
      reply = messages.readPolled(request, poll, last, SECRET);
    }
    Grant grant = ((Reply.Granted) reply).grant();
    byte[] confirmation = messages.acceptance(request, last, SECRET, grant);
    messages.readConfirmed(confirmation, transfer.exchange(address, confirmation), SECRET);

    assertThat(grant.certificate()).isEqualTo(issued);
    assertThat(asked).containsExactly(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void irUnderOtherSecret_isRefused() throws Exception {
    start("-srv_ref", "server", "-srv_secret", "pass:another-secret-of-theirs");

    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] answer = transfer.exchange(address, request);

    assertThatThrownBy(() -> messages.readGrant(request, answer, SECRET))
        .isInstanceOfAny(NotVerified.class, RefusedByCa.class);
  }

  @Test
  void irAnsweredUnderSignature_isAcceptedBySignerOfTheCa() throws Exception {
    start(
        "-srv_cert",
        "cmp.pem",
        "-srv_key",
        "cmp.key",
        "-srv_untrusted",
        "trust.pem",
        "-srv_secret",
        "pass:" + SECRET.secret(),
        "-srv_ref",
        "server");

    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] answer = transfer.exchange(address, request);

    assertThat(messages.readGrant(request, answer, SECRET).certificate()).isEqualTo(issued);
  }

  @Test
  void rrUnderSignature_isAnswered() throws Exception {
    start(
        "-srv_cert",
        "cmp.pem",
        "-srv_key",
        "cmp.key",
        "-srv_untrusted",
        "trust.pem",
        "-srv_trusted",
        "root.pem");
    SigningCredential credential =
        new SigningCredential(key.getPrivate(), List.of(issued, PKI.smime.certificate()));

    byte[] request = messages.revocationRequest(credential, issued, RevocationReason.SUPERSEDED);

    messages.readRevoked(request, transfer.exchange(address, request), credential);
  }

  @Test
  void rejectionByServer_isRefusalWithItsFailInfo() throws Exception {
    start(
        "-srv_ref",
        "server",
        "-srv_secret",
        "pass:" + SECRET.secret(),
        "-failure",
        "19",
        "-pkistatus",
        "2",
        "-statusstring",
        "no such subject");

    byte[] request = messages.signingRequest(SECRET, "CN=alice@example.org", key);
    byte[] answer = transfer.exchange(address, request);

    assertThatThrownBy(() -> messages.readGrant(request, answer, SECRET))
        .isInstanceOfSatisfying(
            RefusedByCa.class, e -> assertThat(e.code()).isEqualTo("badCertTemplate"));
  }

  private void start(String... options) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> words =
        new ArrayList<>(
            List.of(
                "openssl",
                "cmp",
                "-config",
                "",
                "-port",
                Integer.toString(port),
                "-rsp_cert",
                "issued.pem",
                "-rsp_extracerts",
                "smime.pem"));
    words.addAll(List.of(options));
    server =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    address = URI.create("http://127.0.0.1:" + port + "/");
    for (int i = 0; i < 100; i++) {
      if (!server.isAlive()) {
        throw new IllegalStateException(Files.readString(folder.resolve("server.log")));
      }
      if (Files.readString(folder.resolve("server.log")).contains("ACCEPT")) {
        return;
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException(
        "openssl cmp did not start: " + Files.readString(folder.resolve("server.log")));
  }

  private void write(String name, X509Certificate certificate) throws IOException {
    Files.writeString(folder.resolve(name), Certificates.pem(List.of(certificate)));
  }
}
