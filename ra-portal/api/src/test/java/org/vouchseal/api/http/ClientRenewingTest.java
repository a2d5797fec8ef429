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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.api.ApiFixture;
import org.vouchseal.model.ProfileName;
import org.vouchseal.testdatabase.TestDatabase;
import org.vouchseal.validation.limits.MailLimits;

/** The client whose renewal waits, over the interface. */
class ClientRenewingTest {

  private static final String OPENING =
      "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":{},\"language\":\"en\"}";

  @TempDir Path folder;
  private ApiFixture fixture;
  private Enrolments api;
  private String id;
  private String auth;

  @BeforeEach
  void waitForTheRenewal() throws Exception {
    fixture = new ApiFixture(folder, List.of(ProfileName.SIGNING), MailLimits.DEFAULT);
    api =
        new Enrolments(
            fixture.room,
            new CaPointers("http://localhost:8080", List.of("PEM")),
            new Problems(new java.security.SecureRandom(), java.time.Clock.systemUTC()));
    JsonObject opened = json(api.open(body(OPENING), null, Optional.empty()));
    id = opened.getString("id");
    auth = "Enrolment " + opened.getString("token");
    assertThat(prove(fixture.codeMailed()).status()).isEqualTo(200);
    fixture.registrar.standing =
        "{\"reference\":\"" + id + "\",\"state\":\"ISSUED\",\"certificates\":[]}";
    int unusedCount = fixture.room.followOrders().run();
    assertThat(standing().getString("state")).isEqualTo("ISSUED");
    change("UPDATE enrolment SET approved_at = approved_at - INTERVAL 31 DAY");
    fixture.registrar.waiting =
        "{\"waiting\":[{\"reference\":\""
            + id
            + "\",\"jti\":\""
            + fixture.registrar.statements.get(0).get("jti")
            + "\"}]}";
    fixture.room.renewValidations();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void change(String sql) throws Exception {
    try (var connection = TestDatabase.shared().owner("validation").getConnection();
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private Answer prove(String code) {
    return api.proveMailbox(id, auth, body("{\"code\":\"" + code + "\"}"));
  }

  private JsonObject standing() {
    return json(api.show(id, auth));
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject json(Answer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  @Test
  void openCase_isShownWithWhatToDo() {
    JsonObject shown = standing();

    assertThat(shown.getString("state")).isEqualTo("MAILBOX_PENDING");
    assertThat(shown.getString("whatNext")).contains("the renewal then goes on by itself");
    assertThat(shown.getJsonArray("reasons").getString(0)).contains("too long ago");
    assertThat(shown.keySet())
        .containsExactlyInAnyOrder(
            "id", "tier", "state", "expiresAt", "caseUrl", "whatNext", "reasons");
  }

  @Test
  void rightCode_isAnsweredWithTheStandingAndNoSecret() {
    Answer answer = prove(fixture.codeMailed());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(json(answer).getString("state")).isEqualTo("ISSUED");
    assertThat(json(answer).keySet()).doesNotContain("cmp", "secret", "trustAnchors");
    assertThat(fixture.registrar.secrets).hasSize(1);
    assertThat(fixture.registrar.statements)
        .filteredOn(statement -> "revalidation".equals(statement.get("kind")))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(statement.get("extends"))
                    .isEqualTo(fixture.registrar.statements.get(0).get("jti")));
  }

  @Test
  void wrongCode_isUnprocessableAndFiveAreGone() {
    for (int i = 0; i < 5; i++) {
      assertThat(prove("00000-00000-00000-00000-00000").status()).isEqualTo(422);
    }
    assertThat(prove(fixture.codeMailed()).status()).isEqualTo(410);
    assertThat(api.sendCode(id, auth, Optional.empty()).status()).isEqualTo(202);
    assertThat(prove(fixture.codeMailed()).status()).isEqualTo(200);
  }

  @Test
  void registrarDown_isServiceUnavailable_andTheCodeWorksAfterwards() {
    fixture.registrar.status = 503;
    String code = fixture.codeMailed();
    Answer down = prove(code);
    assertThat(down.status()).isEqualTo(503);
    assertThat(down.headers()).containsKey("Retry-After");

    fixture.registrar.status = 201;
    assertThat(prove(code).status()).isEqualTo(200);
  }

  @Test
  void tooManyCodes_isTooMany() {
    int status = 202;
    for (int i = 0; i < 4 && status == 202; i++) {
      status = api.sendCode(id, auth, Optional.empty()).status();
    }
    assertThat(status).isEqualTo(429);
  }
}
