package org.vouchseal.status.http;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Problem.Kind;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.status.directory.FindRecipient;
import org.vouchseal.status.directory.LookUpLimit;

/**
 * {@code GET /pki/encryption-certificate?mailbox=…}: DER of the recipient's current encryption
 * certificate, or problem+json (RFC 9457). Nothing in an answer tells who is unknown from who does
 * not wish to be found.
 */
public final class LookUpEndpoint {

  /** Where it answers. */
  public static final String PATH = "/pki/encryption-certificate";

  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final String NOT_DONE = "the look-up was not done";

  private final FindRecipient recipients;
  private final LookUpLimit limit;

  public LookUpEndpoint(FindRecipient recipients, LookUpLimit limit) {
    this.recipients = recipients;
    this.limit = limit;
  }

  /** Answers a request; every request counts, whatever is wrong with it. */
  public WebAnswer respond(LookUpRequest request) {
    Optional<Duration> wait = limit.count(request.client());
    if (wait.isPresent()) {
      return problem(429, tooMany()).with("Retry-After", seconds(wait.get()));
    }
    return switch (request.method()) {
      case "GET" -> find(request.query());
      case "HEAD" -> find(request.query()).withoutBody();
      default ->
          problem(405, invalid("method-not-allowed", "the method is not GET"))
              .with("Allow", "GET, HEAD");
    };
  }

  private WebAnswer find(String query) {
    return MailboxQuery.read(query)
        .fold(this::find, why -> problem(400, invalid("mailbox-invalid", why)));
  }

  private WebAnswer find(Mailbox mailbox) {
    try {
      return recipients
          .find(mailbox)
          .map(
              der ->
                  WebAnswer.of(
                      200,
                      Map.of("Content-Type", "application/pkix-cert", "Cache-Control", "no-store"),
                      der))
          .orElseGet(() -> problem(404, unknown()));
    } catch (StoreUnavailable away) {
      return problem(503, unavailable()).with("Retry-After", seconds(RETRY));
    }
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.plusMillis(999).toSeconds()));
  }

  private static Problem unknown() {
    return new Problem(
        Kind.UNKNOWN,
        "recipient-unknown",
        "no certificate is offered for this mailbox",
        "nobody has one, or it is not offered to the public",
        "ask the recipient for the certificate");
  }

  private static Problem tooMany() {
    return new Problem(
        Kind.TOO_MANY,
        "too-many-look-ups",
        NOT_DONE,
        "your network has asked too often within a minute",
        "wait as long as the header Retry-After says");
  }

  private static Problem unavailable() {
    return new Problem(
        Kind.UNAVAILABLE,
        "database-unavailable",
        NOT_DONE,
        "the database does not answer",
        "send the same request again in a few seconds");
  }

  private static Problem invalid(String type, String why) {
    return new Problem(
        Kind.INVALID, type, NOT_DONE, why, "ask for " + PATH + "?mailbox=name@example.org");
  }

  private static WebAnswer problem(int status, Problem problem) {
    String body =
        Json.createObjectBuilder()
            .add("type", "/api/problems/" + problem.type())
            .add("title", problem.what())
            .add("detail", problem.why())
            .add("action", problem.whatToDo())
            .add("status", status)
            .build()
            .toString();
    return WebAnswer.of(
        status,
        Map.of("Content-Type", "application/problem+json", "Cache-Control", "no-store"),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
