package org.vouchseal.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.api.ApiFixture;

/** Every word that a client may choose is a piece of SQL. */
class ClientWritingSqlTest {

  @TempDir Path folder;
  private ApiFixture fixture;
  private Enrolments api;

  @BeforeEach
  void open() {
    fixture = new ApiFixture(folder);
    api =
        new Enrolments(
            fixture.room,
            new CaPointers("http://localhost:8080", List.of("PEM")),
            new Problems(new SecureRandom(), java.time.Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'",
        "''",
        "\\'",
        "' OR '1'='1",
        "' OR 1=1 -- ",
        "' OR 1=1 #",
        "') OR ('1'='1",
        "1; DROP TABLE enrolment",
        "'; DELETE FROM audit_event; -- ",
        "' UNION SELECT token_digest FROM enrolment -- ",
        "' AND SLEEP(5) -- ",
        "'||(SELECT SLEEP(5))||'",
        "' AND (SELECT 1 FROM (SELECT SLEEP(5))x) -- ",
        "%",
        "_",
        "%' OR '%'='",
        "/**/OR/**/1=1",
        "?1",
        ":id",
        "{fn NOW()}",
        "x' INTO OUTFILE 'y"
      })
  void text_isAValueAndNothingElse(String text) {
    String id = opened("anna@example.org").getString("id");
    JsonObject own = opened("bob@example.org");
    String auth = "Enrolment " + own.getString("token");
    long before = System.nanoTime();

    assertThat(api.show(text, auth).status()).isEqualTo(404);
    assertThat(api.show(id + text, auth).status()).isEqualTo(404);
    assertThat(api.show(id, "Enrolment " + text).status()).isIn(401, 404);
    assertThat(api.proveMailbox(own.getString("id"), auth, body("code", text)).status())
        .isEqualTo(422);
    assertThat(api.keepOwnerProof(own.getString("id"), auth, body("cms", text)).status())
        .isEqualTo(400);
    assertThat(api.open(opening(text, "V1", "en"), null, Optional.empty()).status()).isEqualTo(400);
    // quotes are legal in a local part
    assertThat(
            api.open(opening("o" + text + "@example.org", "V1", "en"), null, Optional.empty())
                .status())
        .isIn(201, 400);
    assertThat(api.open(opening("a@example.org", text, "en"), null, Optional.empty()).status())
        .isEqualTo(400);
    assertThat(api.open(opening("a@example.org", "V1", text), null, Optional.empty()).status())
        .isEqualTo(400);
    assertThat(api.open(opening("a@example.org", "V1", "en"), text, Optional.empty()).status())
        .isIn(201, 400);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    assertThat(api.show(own.getString("id"), auth).status()).isEqualTo(200);
  }

  private JsonObject opened(String mailbox) {
    Answer answer = api.open(opening(mailbox, "V1", "en"), null, Optional.empty());
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  private static InputStream opening(String mailbox, String tier, String language) {
    return stream(
        Json.createObjectBuilder()
            .add("mailbox", mailbox)
            .add("tier", tier)
            .add("language", language)
            .build());
  }

  private static InputStream body(String name, String text) {
    return stream(Json.createObjectBuilder().add(name, text).build());
  }

  private static InputStream stream(JsonObject object) {
    return new ByteArrayInputStream(object.toString().getBytes(StandardCharsets.UTF_8));
  }
}
