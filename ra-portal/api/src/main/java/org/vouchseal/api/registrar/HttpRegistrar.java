package org.vouchseal.api.registrar;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vouchseal.hsm.SigningKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.model.Problem;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.validation.order.DirectoryDraft;
import org.vouchseal.validation.order.OrderDraft;
import org.vouchseal.validation.order.OrderOutcome;
import org.vouchseal.validation.order.OrderSecret;
import org.vouchseal.validation.order.OrderStanding;
import org.vouchseal.validation.order.Registrar;
import org.vouchseal.validation.order.RevalidationDraft;
import org.vouchseal.validation.order.RevocationDraft;
import org.vouchseal.validation.order.SealedOrder;
import org.vouchseal.validation.order.WaitingRenewal;

/**
 * The registrar over HTTP.
 *
 * <p>What it refuses for a reason in the order is a refusal; that it does not know us, cannot read
 * us, or does not answer is none: the same may succeed when an operator has mended it.
 */
public final class HttpRegistrar implements Registrar {

  private static final Logger LOG = LoggerFactory.getLogger(HttpRegistrar.class);
  private static final String REVALIDATIONS = "/registrar/v1/revalidations";
  private static final Duration QUERY_LIFE = Duration.ofMinutes(2);

  private final RegistrarSettings settings;
  private final StatementSigner signer;
  private final SecretEncryption forRegistrar;
  private final SecretEncryption forKeyService;
  private final Clock clock;
  private final HttpClient client;

  /**
   * A registrar whose public keys stand in the ceremony's folder.
   *
   * @param orderKey signs every statement
   */
  public HttpRegistrar(
      RegistrarSettings settings,
      SigningKey orderKey,
      PkiDirectory directory,
      CryptoProviders providers,
      Clock clock,
      SecureRandom random) {
    this.settings = settings;
    this.signer = new StatementSigner(orderKey, settings.name());
    this.forRegistrar = encryption("order-decryption", directory, providers, random);
    this.forKeyService = encryption("keyservice-secrets", directory, providers, random);
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public SealedOrder seal(OrderDraft draft, OrderSecret secret) {
    String reference = draft.reference().value();
    String jwe = forRegistrar.encrypt(secret, reference, draft.jti());
    Optional<String> second =
        draft.profiles().contains(ProfileName.ENCRYPTION_COMPAT)
            ? Optional.of(forKeyService.encrypt(secret, reference, draft.jti()))
            : Optional.empty();
    String jws = signer.sign(Claims.ORDER, Claims.order(settings.name(), draft, jwe, second));
    return new SealedOrder(draft.jti(), jws, jwe, second);
  }

  @Override
  public SealedOrder seal(RevocationDraft draft) {
    String jws = signer.sign(Claims.ORDER, Claims.revocation(settings.name(), draft));
    return new SealedOrder(draft.jti(), jws, "", Optional.empty());
  }

  @Override
  public SealedOrder seal(RevalidationDraft draft) {
    String jws = signer.sign(Claims.ORDER, Claims.revalidation(settings.name(), draft));
    return new SealedOrder(draft.jti(), jws, "", Optional.empty());
  }

  @Override
  public SealedOrder seal(DirectoryDraft draft) {
    String jws = signer.sign(Claims.ORDER, Claims.directory(settings.name(), draft));
    return new SealedOrder(draft.jti(), jws, "", Optional.empty());
  }

  @Override
  public OrderOutcome list(SealedOrder wish) {
    return post(
        "/registrar/v1/directory", Json.createObjectBuilder().add("order", wish.jws()).build());
  }

  @Override
  public OrderOutcome submit(SealedOrder order) {
    JsonObjectBuilder body =
        Json.createObjectBuilder().add("order", order.jws()).add("secret", order.secret());
    order.keyServiceSecret().ifPresent(jwe -> body.add("keyServiceSecret", jwe));
    return post("/registrar/v1/orders", body.build());
  }

  @Override
  public OrderOutcome revoke(SealedOrder revocation) {
    return post(
        "/registrar/v1/revocations",
        Json.createObjectBuilder().add("order", revocation.jws()).build());
  }

  @Override
  public OrderOutcome extend(SealedOrder revalidation) {
    return post(REVALIDATIONS, Json.createObjectBuilder().add("order", revalidation.jws()).build());
  }

  @Override
  public OrderOutcome object(Reference reference, byte[] cms) {
    return post(
        "/registrar/v1/objections",
        Json.createObjectBuilder()
            .add("reference", reference.value())
            .add("proof", Base64.getEncoder().encodeToString(cms))
            .build());
  }

  @Override
  public Optional<OrderStanding> standing(Reference reference) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String query =
        signer.sign(
            Claims.QUERY, Claims.query(settings.name(), reference, now, now.plus(QUERY_LIFE)));
    return get("/registrar/v1/orders/" + reference, query, RegistrarAnswers::standing);
  }

  @Override
  public Optional<List<WaitingRenewal>> waitingRenewals(Optional<Reference> after) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String query =
        signer.sign(
            Claims.WAITING_QUERY,
            Claims.waitingQuery(settings.name(), after, now, now.plus(QUERY_LIFE)));
    return get(REVALIDATIONS, query, RegistrarAnswers::waiting);
  }

  private <T> Optional<T> get(String path, String query, Function<JsonObject, T> reader) {
    HttpRequest request =
        HttpRequest.newBuilder(settings.path(path))
            .timeout(settings.timeout())
            .header("Authorization", "Vouchseal-Query " + query)
            .GET()
            .build();
    try {
      HttpResponse<String> answer = send(request);
      if (answer.statusCode() == 200) {
        return Optional.of(reader.apply(RegistrarAnswers.object(answer.body())));
      }
      LOG.warn("the registrar answered {} to a query at {}", answer.statusCode(), path);
    } catch (IOException | RuntimeException fault) {
      LOG.warn("the registrar did not answer a query at {}: {}", path, fault.toString());
    }
    return Optional.empty();
  }

  private OrderOutcome post(String path, JsonObject body) {
    HttpRequest request =
        HttpRequest.newBuilder(settings.path(path))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build();
    try {
      return outcome(send(request));
    } catch (IOException | RuntimeException fault) {
      LOG.warn("the registrar did not answer at {}: {}", path, fault.toString());
      return new OrderOutcome.Unavailable("the registrar did not answer");
    }
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the registrar", interrupted);
    }
  }

  private static OrderOutcome outcome(HttpResponse<String> answer) {
    return switch (answer.statusCode()) {
      case 200, 201 -> new OrderOutcome.Accepted();
      case 403 -> RegistrarAnswers.refused(Problem.Kind.FORBIDDEN, answer.body());
      case 404 -> RegistrarAnswers.refused(Problem.Kind.UNKNOWN, answer.body());
      case 409 -> RegistrarAnswers.refused(Problem.Kind.CONFLICT, answer.body());
      case 410 -> RegistrarAnswers.refused(Problem.Kind.GONE, answer.body());
      case 422 -> RegistrarAnswers.refused(Problem.Kind.REFUSED, answer.body());
      case 429 -> RegistrarAnswers.refused(Problem.Kind.TOO_MANY, answer.body());
      default -> {
        LOG.error("the registrar answered {}: {}", answer.statusCode(), answer.body());
        yield new OrderOutcome.Unavailable("the registrar answered " + answer.statusCode());
      }
    };
  }

  private static SecretEncryption encryption(
      String name, PkiDirectory directory, CryptoProviders providers, SecureRandom random) {
    return new SecretEncryption(name, directory.publicKey(name), providers, random);
  }
}
