package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.drill.HaltingPoint;

/** One process of the light core. */
final class Core implements AutoCloseable {

  private static final String LISTENING = "LISTENING ";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Process process;
  private final int port;
  private final Path mark;
  private final Duration startTime;

  private Core(Process process, int port, Path mark, Duration startTime) {
    this.process = process;
    this.port = port;
    this.mark = mark;
    this.startTime = startTime;
  }

  static Core start(Path settings, Path files, Optional<String> point) {
    List<String> command = DrillGround.java(LightCore.class);
    command.add(settings.toString());
    Path mark = Path.of(files + ".mark");
    Path log = Path.of(files + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    point.ifPresent(
        name -> {
          builder.environment().put("VOUCHSEAL_DRILL", name);
          builder.environment().put("VOUCHSEAL_DRILL_MARK", mark.toString());
        });
    long before = System.nanoTime();
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      assertThat(line).as("first line of a core, see %s", log).startsWith(LISTENING);
      return new Core(
          process,
          Integer.parseInt(line.substring(LISTENING.length())),
          mark,
          Duration.ofNanos(System.nanoTime() - before));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Until all doors were open. */
  Duration startTime() {
    return startTime;
  }

  String hostAndPort() {
    return "127.0.0.1:" + port;
  }

  /** Posts a CMP message; throws when no answer came. */
  byte[] cmp(String profile, byte[] message) throws IOException {
    return send(HttpRequest.newBuilder(uri("/.well-known/cmp/p/" + profile))
            .header("Content-Type", "application/pkixcmp")
            .POST(HttpRequest.BodyPublishers.ofByteArray(message)))
        .body();
  }

  /** Posts to the registrar; throws when no answer came. */
  HttpResponse<byte[]> registrar(String path, String json) throws IOException {
    return send(
        HttpRequest.newBuilder(uri("/registrar/v1" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** Gets a file of the public folder. */
  byte[] pki(String name) {
    try {
      HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(uri("/pki/" + name)).GET());
      assertThat(answer.statusCode()).as(name).isEqualTo(200);
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private URI uri(String path) {
    return URI.create("http://" + hostAndPort() + path);
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A drill proves something only when the core really came to the point. */
  void mustHaveHaltedAt(String point) {
    assertThat(DrillGround.ended(process)).as("status at " + point).isEqualTo(HaltingPoint.STATUS);
    assertThat(mark).hasContent(point);
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    int unusedStatus = DrillGround.ended(process);
  }

  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
