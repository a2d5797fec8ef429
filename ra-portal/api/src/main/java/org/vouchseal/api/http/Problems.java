package org.vouchseal.api.http;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Problem.Kind;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.validation.Refusal;

/** Refusals and faults as {@code application/problem+json} (RFC 9457), each with a reference. */
public final class Problems {

  /** Where the help page of a problem type lives, without its name. */
  public static final String TYPES = "/api/problems/";

  /** The one refusal of form for which HTTP has a status of its own. */
  static final String TOO_LARGE = "body-too-large";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final int REFERENCE_OCTETS = 8;

  private final SecureRandom random;
  private final RefusalLog refusals;

  public Problems(SecureRandom random, Clock clock) {
    this.random = random;
    this.refusals = new RefusalLog(clock);
  }

  /** A refusal by rule; logged by its type only, and counted when there are many. */
  public Answer of(Refusal refusal) {
    String reference = reference();
    refusals.line(refusal.problem().type(), reference).ifPresent(LOG::info);
    Answer answer = answer(status(refusal.problem()), refusal, reference);
    return refusal
        .retryAfter()
        .map(time -> answer.with("Retry-After", Long.toString(time.toSeconds())))
        .orElse(answer);
  }

  /** A refusal whose status HTTP itself names, e.g. 405. */
  public Answer of(int status, String type, String what, String why, String whatToDo) {
    Refusal refusal = Refusal.of(Kind.INVALID, type, what, why, whatToDo);
    return answer(status, refusal, reference());
  }

  /** A fault of ours: in full in the log, not a word of it in the answer. */
  public Answer fault(Throwable fault) {
    String reference = reference();
    LOG.error("fault with reference {}", reference, fault);
    if (fault instanceof StoreUnavailable) {
      Refusal away =
          Refusal.of(
              Kind.UNAVAILABLE,
              "database-unavailable",
              "the request was perhaps not done",
              "the database does not answer",
              "send the same request again in a few seconds");
      Answer answer = answer(503, away, reference);
      return answer.with("Retry-After", Long.toString(Duration.ofSeconds(5).toSeconds()));
    }
    Refusal internal =
        Refusal.of(
            Kind.INTERNAL,
            "internal-fault",
            "the request was not done",
            "there is a fault on our side",
            "try again later; if it stays, give the reference to the operator");
    return answer(500, internal, reference);
  }

  private static Answer answer(int status, Refusal refusal, String reference) {
    Problem problem = refusal.problem();
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("type", TYPES + problem.type())
            .add("title", problem.what())
            .add("detail", problem.why())
            .add("action", problem.whatToDo())
            .add("reference", reference)
            .add("status", status);
    if (!refusal.faults().isEmpty()) {
      JsonArrayBuilder errors = Json.createArrayBuilder();
      for (Refusal.FieldFault fault : refusal.faults()) {
        errors.add(
            Json.createObjectBuilder()
                .add("pointer", fault.pointer())
                .add("detail", fault.detail()));
      }
      body.add("errors", errors);
    }
    return new Answer(status, Answer.PROBLEM, Map.of(), body.build().toString());
  }

  private String reference() {
    byte[] octets = new byte[REFERENCE_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }

  private static int status(Problem problem) {
    return problem.type().equals(TOO_LARGE) ? 413 : status(problem.kind());
  }

  static int status(Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case UNKNOWN -> 404;
      case CONFLICT -> 409;
      case GONE -> 410;
      case REFUSED -> 422;
      case TOO_MANY -> 429;
      case UNAVAILABLE -> 503;
      case INTERNAL -> 500;
    };
  }
}
