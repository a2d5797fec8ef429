package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payara Micro stays up without the part that failed; its own lines say that it is through. */
class ServerWhoseDeploymentFailedTest {

  private static final String READY =
      "[2026-11-24T09:19:21.464+0000] [] [INFO] [PayaraMicro] Payara Micro 6.2025.10 (build 42)"
          + " ready in 5,682 (ms)\n";
  private static final String STARTING =
      "[2026-11-24T09:19:16.735+0000] [] [INFO] [NCLS-CORE-00017] Payara Micro 6.2025.10 (42)"
          + " startup time : Embedded (467ms), startup services(438ms), total(905ms)\n";

  @TempDir private Path folder;

  @Test
  void lineOfAnEarlierStart_saysNothing() throws IOException {
    Path log = Files.writeString(folder.resolve("n1.log"), STARTING + READY);
    StartLog start = StartLog.beginning(log);
    assertThat(start.isThrough()).isFalse();
    Files.writeString(log, STARTING, StandardOpenOption.APPEND);
    assertThat(start.isThrough()).isFalse();
    Files.writeString(log, READY, StandardOpenOption.APPEND);
    assertThat(start.isThrough()).isTrue();
  }

  @Test
  void causes_areThoseOfThisStartInTheServersWords() throws IOException {
    Path log = folder.resolve("n1.log");
    StartLog start = StartLog.beginning(log);
    assertThat(start.causes()).isEmpty();
    Files.writeString(
        log,
        "Caused by: a.TokenUnavailable: damaged\n\tat x\nCaused by: b: second\n"
            + "Caused by: a.TokenUnavailable: damaged\nCaused by: c\nCaused by: d\n");
    assertThat(start.causes()).containsExactly("a.TokenUnavailable: damaged", "b: second", "c");
  }

  @Test
  void addressThatIsNotKnown_isToldFromOneThatIsNotThereYet() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/pki",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    try {
      Readiness readiness = new Readiness(base);
      assertThat(readiness.silent())
          .containsExactly(base + "/pki/root.cer", base + "/api/v1/ready");
      assertThat(readiness.isMissing(base + "/pki/root.cer")).isFalse();
      assertThat(readiness.isMissing(base + "/api/v1/ready")).isTrue();
    } finally {
      server.stop(0);
    }
    assertThat(new Readiness(base).isMissing(base + "/api/v1/ready")).isFalse();
  }
}
