package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who goes away early, or sends what is no HTTP, fills no disk with what the server writes. */
@Tag("stack")
class ClientsGoingAwayTest {

  private static final int CLIENTS = 50;
  private static final int OCTETS_EACH = 300;

  /** Longer than a half body is waited for. */
  private static final long SETTLED_MILLIS = 12_000;

  private final Stack stack = Stack.running();
  private final int port = URI.create(stack.publicUrl()).getPort();
  private final Path log = stack.var().resolve("log/n1.log");

  @ParameterizedTest
  @CsvSource({
    "/api/v1/enrolments, application/json, false",
    "/api/v1/enrolments, application/json, true",
    "/.well-known/cmp/p/signing, application/pkixcmp, false",
    "/.well-known/cmp/p/signing, application/pkixcmp, true",
    "/ocsp, application/ocsp-request, false",
    "/ocsp, application/ocsp-request, true"
  })
  void halfBodies_costAShortLineAtMost(String path, String type, boolean chunked) throws Exception {
    String half = SlowSenders.Half.post(path, type, chunked).text();
    long before = Files.size(log);

    oneAfterTheOther(half);
    allAtOnce(half);
    settle();

    assertShort(before, 2 * CLIENTS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /ocsp/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /ocsp/MA%3 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /api/v1/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /ocsp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      })
  void whatIsNoHttp_costsAShortLineAtMost(String text) throws Exception {
    long before = Files.size(log);

    oneAfterTheOther(text);
    Thread.sleep(3_000);

    assertShort(before, CLIENTS);
  }

  private void assertShort(long before, int clients) throws IOException {
    String written = written(before);
    assertThat((long) written.length())
        .as(() -> "what " + clients + " clients left:\n" + head(written))
        .isLessThanOrEqualTo((long) clients * OCTETS_EACH);
  }

  /** Half of them end the connection in order, half break it off. */
  private void oneAfterTheOther(String half) throws Exception {
    for (int i = 0; i < CLIENTS; i++) {
      Socket socket = sent(half);
      Thread.sleep(10);
      leave(socket, i % 2 == 0);
    }
  }

  /** More than the threads that wait for bodies: the rest is awaited without one. */
  private void allAtOnce(String half) throws Exception {
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      open.add(sent(half));
    }
    Thread.sleep(300);
    for (int i = 0; i < CLIENTS; i++) {
      leave(open.get(i), i % 2 == 0);
    }
  }

  private Socket sent(String half) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void leave(Socket socket, boolean brokenOff) throws IOException {
    if (brokenOff) {
      socket.setSoLinger(true, 0);
    }
    socket.close();
  }

  private static void settle() throws InterruptedException {
    Thread.sleep(SETTLED_MILLIS);
  }

  private String written(long from) throws IOException {
    byte[] all = Files.readAllBytes(log);
    return new String(all, (int) from, all.length - (int) from, StandardCharsets.ISO_8859_1);
  }

  private static String head(String text) {
    return text.substring(0, Math.min(4_000, text.length()));
  }
}
