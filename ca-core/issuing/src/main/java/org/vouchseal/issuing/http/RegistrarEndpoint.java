package org.vouchseal.issuing.http;

import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.issuing.registrar.AcceptedOrder;
import org.vouchseal.issuing.registrar.Registrar;
import org.vouchseal.messages.order.MalformedOrder;
import org.vouchseal.messages.order.StrictJson;
import org.vouchseal.model.Outcome;
import org.vouchseal.model.Problem;
import org.vouchseal.model.Reference;

/**
 * The registrar over HTTP: {@code POST /orders}, {@code POST /revocations}, {@code POST
 * /revalidations}, {@code POST /directory}, {@code POST /objections}, {@code GET
 * /orders/REFERENCE}, {@code GET /revalidations}. Who asks is known by what he signed; whoever asks
 * from another machine finds nothing. Refusals are problem+json (RFC 9457).
 */
public final class RegistrarEndpoint {

  private static final Logger LOG = LoggerFactory.getLogger(RegistrarEndpoint.class);
  private static final int MAX_BODY = 256 * 1024;
  private static final int INCIDENT_OCTETS = 6;
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";
  private static final String QUERY = "Vouchseal-Query ";
  private static final String ORDER = "/orders/";

  private final Registrar registrar;
  private final SecureRandom random;

  public RegistrarEndpoint(Registrar registrar, SecureRandom random) {
    this.registrar = registrar;
    this.random = random;
  }

  /** Answers one request; never throws for what a client sends or a database does. */
  public RegistrarHttpResponse respond(RegistrarHttpRequest request) {
    if (!request.sameMachine()) {
      return noSuchAddress();
    }
    try {
      return switch (request.path()) {
        case "/orders" -> onPost(request, this::order);
        case "/revocations" -> onPost(request, this::revocation);
        case "/revalidations" -> revalidations(request);
        case "/directory" -> onPost(request, this::directory);
        case "/objections" -> onPost(request, this::objection);
        default -> query(request);
      };
    } catch (RuntimeException fault) {
      return incident(fault);
    }
  }

  private interface Posted {
    /** Throws {@link MalformedOrder} when the body is not what this address takes. */
    RegistrarHttpResponse answer(StrictJson body);
  }

  private RegistrarHttpResponse onPost(RegistrarHttpRequest request, Posted posted) {
    if (!request.method().equals("POST")) {
      return problem(405, invalid("method-not-allowed", "the method is not POST"));
    }
    byte[] octets;
    try {
      octets = request.body().readNBytes(MAX_BODY + 1);
    } catch (IOException brokenOff) {
      return problem(408, invalid("body-incomplete", "it did not arrive whole or in time"));
    }
    if (octets.length > MAX_BODY) {
      return problem(413, invalid("body-too-large", "the limit is " + MAX_BODY + " octets"));
    }
    try {
      return posted.answer(StrictJson.parse(octets, MAX_BODY));
    } catch (MalformedOrder malformed) {
      return problem(400, invalid("body-not-readable", malformed.why()));
    }
  }

  private RegistrarHttpResponse order(StrictJson body) {
    String order = body.text("order");
    String secret = body.text("secret");
    Optional<String> keyServiceSecret = body.optionalText("keyServiceSecret");
    body.nothingElse();
    Outcome<AcceptedOrder, Problem> ruling =
        registrar.acceptOrder().accept(order, secret, keyServiceSecret);
    return ruling.fold(
        accepted ->
            json(
                accepted.repeated() ? 200 : 201,
                RegistrarAnswers.JSON
                    .createObjectBuilder()
                    .add("reference", accepted.reference().value())
                    .add("state", accepted.state().name())),
        this::problem);
  }

  private RegistrarHttpResponse revocation(StrictJson body) {
    return reference(registrar.revokeByOrder().revoke(statement(body)));
  }

  private RegistrarHttpResponse revalidations(RegistrarHttpRequest request) {
    return request.method().equals("GET")
        ? asked(request, this::waiting)
        : onPost(request, this::revalidation);
  }

  private RegistrarHttpResponse revalidation(StrictJson body) {
    return registrar
        .acceptRevalidation()
        .accept(statement(body))
        .fold(
            accepted ->
                json(
                    accepted.repeated() ? 200 : 201,
                    RegistrarAnswers.JSON
                        .createObjectBuilder()
                        .add("reference", accepted.reference().value())
                        .add("reusableUntil", accepted.reusableUntil().toString())),
            this::problem);
  }

  private RegistrarHttpResponse waiting(String jws) {
    return registrar
        .queryWaitingRenewals()
        .waiting(jws)
        .fold(found -> json(200, RegistrarAnswers.waiting(found)), this::problem);
  }

  private RegistrarHttpResponse directory(StrictJson body) {
    return reference(registrar.listInDirectory().list(statement(body)));
  }

  private RegistrarHttpResponse objection(StrictJson body) {
    Reference reference = body.text("reference", Reference::new);
    byte[] proof = body.text("proof", Base64.getDecoder()::decode);
    body.nothingElse();
    return reference(registrar.objectToSuccession().object(reference, proof));
  }

  /** The body of one signed statement and nothing else. */
  private static String statement(StrictJson body) {
    String jws = body.text("order");
    body.nothingElse();
    return jws;
  }

  private RegistrarHttpResponse reference(Outcome<Reference, Problem> ruling) {
    return ruling.fold(
        found ->
            json(200, RegistrarAnswers.JSON.createObjectBuilder().add("reference", found.value())),
        this::problem);
  }

  private static Optional<Reference> named(String name) {
    return name.matches("[a-z0-9-]{1,64}") ? Optional.of(new Reference(name)) : Optional.empty();
  }

  private RegistrarHttpResponse query(RegistrarHttpRequest request) {
    Optional<Reference> reference =
        Optional.of(request.path())
            .filter(path -> path.startsWith(ORDER))
            .map(path -> path.substring(ORDER.length()))
            .flatMap(RegistrarEndpoint::named);
    if (reference.isEmpty()) {
      return noSuchAddress();
    }
    if (!request.method().equals("GET")) {
      return problem(405, invalid("method-not-allowed", "the method is not GET"));
    }
    return asked(request, jws -> outcome(reference.get(), jws));
  }

  private RegistrarHttpResponse outcome(Reference reference, String jws) {
    return registrar
        .queryOrder()
        .outcome(reference, jws)
        .fold(outcome -> json(200, RegistrarAnswers.outcome(outcome)), this::problem);
  }

  private RegistrarHttpResponse asked(
      RegistrarHttpRequest request, Function<String, RegistrarHttpResponse> answered) {
    Optional<String> jws =
        request
            .authorization()
            .filter(value -> value.startsWith(QUERY))
            .map(value -> value.substring(QUERY.length()).strip());
    return jws.map(answered)
        .orElseGet(
            () -> problem(401, invalid("query-missing", "Authorization is not Vouchseal-Query")));
  }

  private RegistrarHttpResponse noSuchAddress() {
    return problem(404, invalid("no-such-address", "the registrar has no such address"));
  }

  private static Problem invalid(String type, String why) {
    return new Problem(
        Problem.Kind.INVALID, type, "the request was not accepted", why, "correct the request");
  }

  private static RegistrarHttpResponse json(int status, JsonObjectBuilder body) {
    return new RegistrarHttpResponse(status, JSON, body.build().toString());
  }

  private RegistrarHttpResponse incident(RuntimeException fault) {
    String reference = reference();
    LOG.error("incident {}", reference, fault);
    return problem(
        503,
        new Problem(
            Problem.Kind.UNAVAILABLE,
            "registrar-unavailable",
            "the request was not finished",
            "something failed on the side of the CA",
            "repeat exactly the same request later"),
        reference);
  }

  private RegistrarHttpResponse problem(Problem problem) {
    return problem(status(problem.kind()), problem);
  }

  private RegistrarHttpResponse problem(int status, Problem problem) {
    return problem(status, problem, reference());
  }

  private static RegistrarHttpResponse problem(int status, Problem problem, String reference) {
    return new RegistrarHttpResponse(
        status,
        PROBLEM_JSON,
        RegistrarAnswers.JSON
            .createObjectBuilder()
            .add("type", "/registrar/problems/" + problem.type())
            .add("title", problem.what())
            .add("detail", problem.why())
            .add("action", problem.whatToDo())
            .add("reference", reference)
            .add("status", status)
            .build()
            .toString());
  }

  private static int status(Problem.Kind kind) {
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

  private String reference() {
    byte[] octets = new byte[INCIDENT_OCTETS];
    random.nextBytes(octets);
    return HexFormat.of().formatHex(octets);
  }
}
