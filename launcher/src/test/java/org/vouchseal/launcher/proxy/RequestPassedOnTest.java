package org.vouchseal.launcher.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.model.runtime.TrustedProxies;

/** What a node is sent and what comes back. */
@Timeout(60)
class RequestPassedOnTest {

  private static final int BODY_LIMIT = 256 * 1024;

  @TempDir private Path folder;
  private ScriptedNode node;
  private ProxyFixture proxy;

  @BeforeEach
  void start() {
    node = new ScriptedNode(ScriptedNode.says("reached"));
    proxy = ProxyFixture.before(folder, node.port());
  }

  @AfterEach
  void stop() {
    proxy.close();
    node.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ocsp/MA//AA+b/%2F%2f%2B%2b%3D%3d==",
        "/ocsp/",
        "/pki/encryption-certificate?mailbox=a%40b.example&x=//..%2F",
        "/.well-known/cmp/p/encryption-compat/",
        "/api/v1/ready"
      })
  void path_arrivesOctetByOctet(String target) throws IOException {
    proxy.send("GET " + target + " HTTP/1.1\r\nHost: h:1\r\nConnection: close\r\n\r\n");
    assertThat(node.onlyRequest()).startsWith("GET " + target + " HTTP/1.1\r\nHost: h:1\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/metrics",
        "/registrar/v1/orders",
        "/api//../metrics",
        "/ocsp/%2f../health",
        "/ocsp//../health",
        "/api/v1/../../health",
        "/portal/",
        "/",
        "//",
        "/api;/v1/ready",
        "/pki/a/b.cer"
      })
  void privatePath_isAnsweredByTheProxyAlone(String target) throws IOException {
    assertThat(proxy.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
    assertThat(node.received()).isEmpty();
  }

  @Test
  void publicAddresses_areThoseOfTheProxyForProduction() throws IOException {
    String nginx = Files.readString(Path.of("../docker/proxy/nginx.conf"));
    Matcher line = Pattern.compile("(?m)^ +\"~(\\^.*)\" +1;$").matcher(nginx);
    List<String> published = line.results().map(found -> found.group(1)).toList();
    assertThat(published).isNotEmpty();
    assertThat(PublicAddresses.PUBLIC)
        .as("possessive groups left aside")
        .extracting(pattern -> pattern.pattern().replace(")*+", ")*").replace(")++", ")+"))
        .containsExactlyElementsOf(published);
  }

  @Test
  void longAddress_needsNoDeepStack() throws IOException {
    String target = "/ocsp/" + "a%2F".repeat(3900);
    assertThat(proxy.send("GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
    assertThat(proxy.send("GET /api/v1" + "/a".repeat(8000) + "; HTTP/1.1\r\nHost: h\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ");
  }

  @Test
  void whatAClientSaysOfHimself_isReplaced() throws IOException {
    try (ProxyFixture trustingNobody =
        ProxyFixture.before(
            folder, ProxyFixture.limits(10), TrustedProxies.parse("10.0.0.0/8"), node.port())) {
      trustingNobody.send(
          "GET /pki/root.cer HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1\r\n"
              + "X-FORWARDED-FOR: 192.0.2.2\r\nForwarded: for=192.0.2.3\r\n"
              + "X-Forwarded-Proto: https\r\nConnection: close, X-Secret\r\nX-Secret: s\r\n"
              + "Keep-Alive: 5\r\nUpgrade: h2c\r\nTE: trailers\r\nX-Kept: yes\r\n\r\n");
    }
    assertThat(node.onlyRequest())
        .isEqualTo(
            "GET /pki/root.cer HTTP/1.1\r\nHost: h\r\nX-Kept: yes\r\n"
                + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "Connection: close\r\n\r\n");
  }

  @Test
  void whatATrustedProxySaysOfItsClient_isAddedTo() throws IOException {
    proxy.send(
        "GET /pki/root.cer HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 192.0.2.1, 10.0.0.1\r\n"
            + "X-Forwarded-For: 10.0.0.2\r\nConnection: close\r\n\r\n");
    assertThat(node.onlyRequest())
        .contains("\r\nX-Forwarded-For: 192.0.2.1, 10.0.0.1, 10.0.0.2, 127.0.0.1\r\n");
  }

  @Test
  void chunkedBody_arrivesWithoutWhatChunksSayBesides() throws IOException {
    String answer =
        proxy.send(
            "POST /.well-known/cmp HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n3;x=\"y\"\r\nabc\r\nA \r\n0123456789\r\n0;z\r\n"
                + "Trailer: t\r\n\r\n");
    assertThat(answer).endsWith("reached");
    assertThat(node.onlyRequest())
        .contains("Transfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n");
  }

  @Test
  void bodyOfTheLimit_passesAndALongerOneDoesNot() throws IOException {
    assertThat(proxy.send(ProxyFixture.post("/.well-known/cmp", "x".repeat(BODY_LIMIT))))
        .startsWith("HTTP/1.1 200 ");
    assertThat(node.received()).hasSize(1);
    assertThat(proxy.send(ProxyFixture.post("/.well-known/cmp", "x".repeat(BODY_LIMIT + 1))))
        .startsWith("HTTP/1.1 413 ");
    assertThat(node.received()).hasSize(1);
    String chunk = "10000\r\n" + "y".repeat(0x10000) + "\r\n";
    assertThat(
            proxy.send(
                "POST /.well-known/cmp HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk.repeat(4)
                    + "1\r\nz\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    // a node that was sent a part of it has no whole request
    assertThat(node.received()).noneMatch(request -> request.endsWith("0\r\n\r\n"));
  }

  @Test
  void bodyThatIsAnnouncedTooLong_isRefusedBeforeItComes() throws IOException {
    assertThat(
            proxy.send(
                "POST /.well-known/cmp HTTP/1.1\r\nHost: h\r\nContent-Length: "
                    + (BODY_LIMIT + 1)
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(node.received()).isEmpty();
  }

  @Test
  void octetNowAndThen_isCutAfterTheSameTime() throws Exception {
    try (Socket socket = proxy.connect()) {
      long begun = System.nanoTime();
      CompletableFuture<Void> trickle =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 40; i++) {
                    write(socket, i == 0 ? "GET /pki/root.cer HTTP/1.1\r\nX: " : "x");
                    Thread.sleep(200);
                  }
                } catch (IOException | InterruptedException cut) {
                  // as it should be
                }
              });
      try {
        assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      } catch (SocketException reset) {
        // octets were on their way when it was cut
      }
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
      trickle.cancel(true);
    }
  }

  @Test
  void answersOfEveryForm_comeBackWhole() throws IOException {
    for (String answer :
        new String[] {
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
          "HTTP/1.1 204 No Content\r\n\r\n",
          "HTTP/1.1 400 Bad\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\nbad",
          "HTTP/1.1 200 OK\r\nX: untilclose\r\n\r\nall of it"
        }) {
      try (ScriptedNode one = new ScriptedNode(ScriptedNode.writes(answer));
          ProxyFixture before = ProxyFixture.before(folder, one.port())) {
        assertThat(before.send(ProxyFixture.SMALL))
            .isEqualTo(answer.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      }
    }
    try (ScriptedNode early =
            new ScriptedNode(
                ScriptedNode.writes(
                    "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 304 Not Modified\r\n"
                        + "Content-Length: 9\r\n\r\n"));
        ProxyFixture before = ProxyFixture.before(folder, early.port())) {
      assertThat(before.send(ProxyFixture.SMALL)).startsWith("HTTP/1.1 304 Not Modified\r\n");
    }
  }

  @Test
  void keptConnection_carriesOneRequestAfterTheOther() throws IOException {
    String first = "POST /ocsp HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab";
    String answer = proxy.send(first + first + ProxyFixture.SMALL);
    assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(4);
    assertThat(node.received()).hasSize(3);
    assertThat(node.received().get(1)).endsWith("\r\n\r\nab");
  }

  @Test
  void clientThatAsksFirst_isToldToGoOn() throws IOException {
    try (Socket socket = proxy.connect()) {
      write(
          socket,
          "POST /ocsp HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n"
              + "Connection: close\r\n\r\n");
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(25), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      write(socket, "ab");
      assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).endsWith("reached");
    }
    assertThat(node.onlyRequest()).doesNotContain("Expect").endsWith("ab");
  }

  @Test
  void trickle_isCutAndHoldsUpNobody() throws IOException {
    try (ProxyFixture small =
            ProxyFixture.before(
                folder, ProxyFixture.limits(2), TrustedProxies.LOOPBACK, node.port());
        Socket slowHead = small.connect();
        Socket slowBody = small.connect()) {
      write(slowHead, "GET /pki/root.cer HTTP/1.1\r\nHo");
      write(slowBody, "POST /ocsp HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab");
      assertThat(small.send(ProxyFixture.SMALL)).startsWith("HTTP/1.1 503 ");
      assertThat(slowHead.getInputStream().readAllBytes()).isEmpty();
      assertThat(new String(slowBody.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 408 ");
      slowBody.close();
      slowHead.close();
      assertThat(small.send(ProxyFixture.SMALL)).startsWith("HTTP/1.1 200 ");
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
