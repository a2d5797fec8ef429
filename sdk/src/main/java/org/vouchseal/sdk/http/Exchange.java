package org.vouchseal.sdk.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.vouchseal.sdk.Fault;
import org.vouchseal.sdk.Offline;

/**
 * One HTTP request with its limits, repeated with the same bytes when the answer is lost or the
 * server says that it is not there just now.
 */
public final class Exchange {

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final int NOT_FOUND = 404;
  private static final int SERVER_FAULTS = 500;
  private static final Set<Integer> NOT_THERE_NOW = Set.of(502, 503, 504);
  private static final Set<String> OURS =
      Set.of("application/problem+json", "application/json", "application/pkixcmp");

  private final HttpClient client;
  private final List<Duration> pauses;

  /**
   * @param pauses one repeat after each; empty = never repeated
   */
  public Exchange(List<Duration> pauses) {
    this.pauses = List.copyOf(pauses);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();
  }

  /** An answer with its body. */
  record Received(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    byte[] body() {
      return response.body();
    }

    String contentType() {
      return response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
    }

    /**
     * Whether the service is not there just now: it says so, or somebody else answers in its place,
     * as a server does whose applications are still starting.
     */
    boolean isFromNobody() {
      return NOT_THERE_NOW.contains(status())
          || ((status() == NOT_FOUND || status() >= SERVER_FAULTS)
              && !OURS.contains(contentType()));
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /**
   * Sends a request that may be repeated.
   *
   * @param limit most octets of an answer
   * @throws Offline when no answer came after all repeats
   */
  Received repeatable(HttpRequest.Builder request, int limit) {
    Iterator<Duration> pause = pauses.iterator();
    while (true) {
      try {
        Received received = once(request, limit);
        if (!received.isFromNobody() || !pause.hasNext()) {
          return received;
        }
      } catch (Offline lost) {
        if (!pause.hasNext() || Thread.currentThread().isInterrupted()) {
          throw lost;
        }
      }
      sleep(pause.next());
    }
  }

  /**
   * Sends a request one time.
   *
   * @throws Offline when no answer came
   */
  Received once(HttpRequest.Builder builder, int limit) {
    HttpRequest request = builder.timeout(ANSWER_LIMIT).build();
    try {
      return new Received(client.send(request, info -> new Limited(limit)));
    } catch (IOException e) {
      throw new Offline(offline(request.uri(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Offline(offline(request.uri(), e), e);
    }
  }

  private static Fault offline(URI address, Exception e) {
    String why =
        e instanceof ConnectException
            ? "no connection to " + address.getScheme() + "://" + address.getAuthority()
            : "no complete answer from " + address + " (" + e.getClass().getSimpleName() + ")";
    return Fault.local(
        "offline",
        "the service could not be reached",
        why,
        "check the address and the network, then run the same command again; it goes on where it"
            + " stopped");
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Collects a body up to a limit, beyond which the exchange fails. */
  private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {

    private final int limit;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

    Limited(int limit) {
      this.limit = limit;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        byte[] octets = new byte[buffer.remaining()];
        buffer.get(octets);
        if (collected.size() + octets.length > limit) {
          body.completeExceptionally(new IOException("more than " + limit + " octets"));
          if (subscription != null) {
            subscription.cancel();
          }
          return;
        }
        collected.writeBytes(octets);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(collected.toByteArray());
    }
  }
}
