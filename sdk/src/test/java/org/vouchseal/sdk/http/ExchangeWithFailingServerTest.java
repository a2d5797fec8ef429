package org.vouchseal.sdk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.sdk.Offline;
import org.vouchseal.sdk.RefusedByService;

class ExchangeWithFailingServerTest {

  private static final byte[] MESSAGE = {0x30, 0x00};
  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private final HttpTransfer transfer =
      new HttpTransfer(new Exchange(List.of(Duration.ofMillis(1), Duration.ofMillis(1))));
  private HttpServer server;
  private URI address;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/cmp");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Statuses in order; 0 closes the connection without an answer. */
  private void answering(byte[] body, int... statuses) {
    server.createContext(
        "/",
        exchange -> {
          received.add(exchange.getRequestBody().readAllBytes());
          int status = statuses[Math.min(received.size(), statuses.length) - 1];
          if (status == 0) {
            throw new IOException("gone");
          }
          if (status == 302) {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
          }
          exchange
              .getResponseHeaders()
              .set("Content-Type", status == 200 ? "application/pkixcmp" : "text/html");
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Test
  void lostAnswerAndBusyServer_areAskedAgainWithTheSameBytes() {
    answering(new byte[] {1}, 0, 503, 200);

    assertThat(transfer.exchange(address, MESSAGE)).containsExactly(1);
    assertThat(received).hasSizeGreaterThanOrEqualTo(3).allMatch(m -> m.length == 2);
  }

  @Test
  void serverThatStaysBusy_isOffline() {
    answering(new byte[] {1}, 503);

    assertThatThrownBy(() -> transfer.exchange(address, MESSAGE)).isInstanceOf(Offline.class);
    assertThat(received).hasSize(3);
  }

  @Test
  void serverWhoseApplicationsAreStillStarting_isAskedAgain() {
    answering(new byte[] {1}, 404, 500, 200);

    assertThat(transfer.exchange(address, MESSAGE)).containsExactly(1);
  }

  @Test
  void somebodyElseInThePlaceOfTheService_isOffline() {
    answering(new byte[] {1}, 404);

    assertThatThrownBy(() -> transfer.exchange(address, MESSAGE))
        .isInstanceOfSatisfying(
            Offline.class,
            e -> assertThat(e.fault().whatToDo()).contains("it goes on where it stopped"));
    assertThat(received).hasSize(3);
  }

  @Test
  void redirect_isNotFollowed() {
    answering(new byte[] {1}, 302);

    assertThatThrownBy(() -> transfer.exchange(address, MESSAGE))
        .isInstanceOfSatisfying(
            RefusedByService.class, e -> assertThat(e.code()).isEqualTo("http-302"));
    assertThat(received).hasSize(1);
  }

  @Test
  void endlessAnswer_isCutOff() {
    answering(new byte[300 * 1024], 200);

    assertThatThrownBy(() -> transfer.exchange(address, MESSAGE)).isInstanceOf(Offline.class);
  }
}
