package org.vouchseal.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether every part answers. One endpoint of each is asked, since a server whose deployment failed
 * is up and reports good health.
 */
final class Readiness {

  private static final List<String> PATHS = List.of("/pki/root.cer", "/api/v1/ready");
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NONE = 0;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String base;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  Readiness(String base) {
    this(base, PATIENCE);
  }

  /**
   * The same for who needs to know it sooner.
   *
   * @param patience for one answer
   */
  Readiness(String base, Duration patience) {
    this.base = base;
    this.patience = patience;
  }

  /** The addresses that gave no 200 just now. */
  List<String> silent() {
    List<String> silent = new ArrayList<>();
    for (String path : PATHS) {
      if (!answers(base + path)) {
        silent.add(base + path);
      }
    }
    return silent;
  }

  /** Whether the server answers there and knows no such address. */
  boolean isMissing(String address) {
    return status(address) == NOT_FOUND;
  }

  private boolean answers(String address) {
    return status(address) == OK;
  }

  private int status(String address) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address)).timeout(patience).GET().build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException notYet) {
      return NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return NONE;
    }
  }
}
