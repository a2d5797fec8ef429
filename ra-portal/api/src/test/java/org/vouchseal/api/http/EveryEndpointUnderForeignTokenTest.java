package org.vouchseal.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.api.ApiFixture;
import org.vouchseal.api.boot.ApiApplication;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * Mallory has an enrolment of his own and tries every endpoint on Anna's. An endpoint that is
 * neither public nor tried here fails the build.
 */
class EveryEndpointUnderForeignTokenTest {

  /** One way to visit an enrolment. */
  private interface Visit {
    Answer by(String id, String authorization);
  }

  private static final Set<String> PUBLIC =
      Set.of("POST v1/enrolments", "GET v1/ready", "GET openapi.json", "GET problems/{name}");

  /** Has no token: the registrar judges the proof, see FormerOwnerObjectingTest. */
  private static final String OBJECTION = "POST v1/enrolments/{id}/objection";

  @TempDir java.nio.file.Path folder;
  private ApiFixture fixture;
  private Enrolments api;
  private JsonObject anna;
  private JsonObject mallory;
  private String annasCode;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
    api =
        new Enrolments(
            fixture.room,
            new CaPointers("http://localhost:8080", List.of("PEM")),
            new Problems(new SecureRandom(), java.time.Clock.systemUTC()));
    mallory = opened("mallory@example.org");
    anna = opened("anna@example.org");
    annasCode = fixture.codeMailed();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  /** In an order in which the owner of an enrolment is let in everywhere. */
  private Map<String, Visit> visits() {
    Map<String, Visit> visits = new java.util.LinkedHashMap<>();
    visits.put("GET v1/enrolments/{id}", api::show);
    visits.put(
        "POST v1/enrolments/{id}/mailbox-code",
        (id, auth) -> api.sendCode(id, auth, Optional.empty()));
    visits.put(
        "POST v1/enrolments/{id}/owner-proof",
        (id, auth) -> api.keepOwnerProof(id, auth, body("{\"cms\":\"MAMCAQE=\"}")));
    visits.put("POST v1/enrolments/{id}/evidence", api::notForThisTier);
    visits.put("POST v1/enrolments/{id}/submit", api::notForThisTier);
    visits.put(
        "POST v1/enrolments/{id}/mailbox-proof",
        (id, auth) -> api.proveMailbox(id, auth, body("{\"code\":\"" + annasCode + "\"}")));
    visits.put(
        "PUT v1/enrolments/{id}/directory",
        (id, auth) -> api.list(id, auth, body("{\"listed\":false}")));
    visits.put("DELETE v1/enrolments/{id}", api::withdraw);
    return visits;
  }

  @Test
  void endpoint_isPublicOrTriedHere() {
    Set<String> known = new TreeSet<>(PUBLIC);
    known.add(OBJECTION);
    known.addAll(visits().keySet());
    assertThat(endpoints()).isEqualTo(known);
  }

  @Test
  void anothersEnrolment_answersLikeOneThatIsNotThereAndStaysAsItWas() {
    String before = everything();
    String foreign = authorization(mallory);
    visits()
        .forEach(
            (endpoint, visit) -> {
              Answer answer = visit.by(anna.getString("id"), foreign);
              assertThat(answer.status()).as(endpoint).isEqualTo(404);
              assertThat(withoutReference(answer))
                  .as(endpoint)
                  .isEqualTo(withoutReference(visit.by("0123456789abcdefghjkmnpqrs", foreign)));
            });
    assertThat(everything()).isEqualTo(before);
    assertThat(fixture.registrar.statements).isEmpty();
  }

  @Test
  void withoutAToken_nothingIsAnswered() {
    String before = everything();
    for (String header : new String[] {null, "", "Bearer x", "Enrolment", "Basic YTpi"}) {
      visits()
          .forEach(
              (endpoint, visit) ->
                  assertThat(visit.by(anna.getString("id"), header).status())
                      .as(endpoint)
                      .isEqualTo(401));
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void ownEnrolment_isReachedByEachOfThem() {
    String own = authorization(anna);
    visits()
        .forEach(
            (endpoint, visit) -> {
              if (endpoint.endsWith("mailbox-proof")) {
                annasCode = fixture.codeMailed();
              }
              assertThat(visit.by(anna.getString("id"), own).status())
                  .as(endpoint)
                  .isNotIn(401, 404);
            });
  }

  private static Set<String> endpoints() {
    Set<String> found = new TreeSet<>();
    for (Class<?> resource : new ApiApplication().getClasses()) {
      Path path = resource.getAnnotation(Path.class);
      if (path != null) {
        for (Method method : resource.getDeclaredMethods()) {
          verb(method)
              .ifPresent(
                  verb -> found.add(verb + " " + joined(path, method.getAnnotation(Path.class))));
        }
      }
    }
    return found;
  }

  private static Optional<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(type -> type.getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String joined(Path first, Path second) {
    return java.util.stream.Stream.of(first, second)
        .filter(path -> path != null && !path.value().isEmpty())
        .map(Path::value)
        .collect(Collectors.joining("/"));
  }

  private JsonObject opened(String mailbox) {
    Answer answer =
        api.open(body("{\"mailbox\":\"" + mailbox + "\",\"tier\":\"V1\"}"), null, Optional.empty());
    assertThat(answer.status()).isEqualTo(201);
    return json(answer);
  }

  private static String authorization(JsonObject enrolment) {
    return "Enrolment " + enrolment.getString("token");
  }

  /** What the requests of a stranger must leave alone. */
  private static String everything() {
    List<String> rows = new ArrayList<>();
    for (String query :
        List.of(
            "SELECT CONCAT_WS(' ', id, state, IFNULL(proved_at, ''), owner_proof) FROM enrolment",
            "SELECT CONCAT_WS(' ', id, state, wrong_tries) FROM mailbox_challenge",
            "SELECT CONCAT_WS(' ', id, state, attempts) FROM outbox_mail",
            "SELECT jti FROM sent_order",
            "SELECT COUNT(*) FROM audit_event")) {
      try (Connection connection = TestDatabase.shared().owner("validation").getConnection();
          var statement = connection.createStatement();
          ResultSet found = statement.executeQuery(query)) {
        while (found.next()) {
          rows.add(found.getString(1));
        }
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    }
    return String.join("\n", rows);
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject json(Answer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  private static String withoutReference(Answer answer) {
    return answer.body().replace(json(answer).getString("reference"), "");
  }
}
