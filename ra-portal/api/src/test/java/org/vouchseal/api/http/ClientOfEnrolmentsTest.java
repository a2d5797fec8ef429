package org.vouchseal.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.api.FakeRegistrar;
import org.vouchseal.testdatabase.TestDatabase;
import org.vouchseal.validation.boot.ValidationRoom;

class ClientOfEnrolmentsTest {

  private static final String OPENING =
      "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":{},\"language\":\"en\"}";
  private static final String WRONG = "{\"code\":\"00000-00000-00000-00000-00000\"}";

  @TempDir Path folder;
  private RaFixture fixture;
  private FakeRegistrar registrar;
  private GreenMail mail;
  private ValidationRoom room;
  private Enrolments api;

  @BeforeEach
  void open() {
    fixture = new RaFixture(folder);
    registrar = fixture.registrar;
    mail = fixture.mail;
    room = fixture.room;
    api = fixture.api;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void mailboxThatTheMailSystemRefuses_isTheReasonShown() throws Exception {
    JsonObject enrolment = json(open(OPENING, null));
    String id = enrolment.getString("id");
    String auth = "Enrolment " + enrolment.getString("token");
    assertThat(json(api.show(id, auth)).getJsonArray("reasons")).isEmpty();
    try (var connection = TestDatabase.shared().root().getConnection();
        var statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE validation.outbox_mail SET state = 'REFUSED', body = NULL"))
          .isEqualTo(1);
    }

    JsonObject standing = json(api.show(id, auth));
    assertThat(standing.getString("state")).isEqualTo("MAILBOX_PENDING");
    assertThat(standing.getJsonArray("reasons").getString(0))
        .contains("start a new enrolment with the right address");
  }

  @Test
  void mainJob_givesExactlyTheDocumentedFields() {
    Answer opened = open(OPENING, null);
    assertThat(opened.status()).isEqualTo(201);
    JsonObject enrolment = json(opened);
    assertThat(enrolment.keySet()).containsExactlyInAnyOrder("id", "token", "state", "expiresAt");
    String id = enrolment.getString("id");
    String auth = "Enrolment " + enrolment.getString("token");

    Answer proved = api.proveMailbox(id, auth, body("{\"code\":\"" + code() + "\"}"));
    assertThat(proved.status()).isEqualTo(200);
    JsonObject access = json(proved);
    assertThat(access.keySet()).containsExactlyInAnyOrder("state", "cmp", "trustAnchors");
    JsonObject cmp = access.getJsonObject("cmp");
    assertThat(cmp.toString())
        .isEqualTo(
            "{\"url\":\"http://localhost:8080/.well-known/cmp\",\"reference\":\""
                + id
                + "\",\"secret\":\""
                + registrar.secrets.get(0)
                + "\",\"subject\":\"CN=anna@example.org\",\"profiles\":{\"signing\":\"signing\","
                + "\"encryption\":[\"encryption\",\"encryption-compat\",\"encryption-cloud\"]}}");
    JsonObject standing = json(api.show(id, auth));
    assertThat(standing.keySet())
        .containsExactlyInAnyOrder(
            "id", "tier", "state", "expiresAt", "caseUrl", "whatNext", "reasons");
    assertThat(standing.getString("state")).isEqualTo("APPROVED");
    assertThat(api.sendCode(id, auth, Optional.empty()).status()).isEqualTo(202);
    assertThat(api.withdraw(id, auth).status()).isEqualTo(204);
    JsonObject ended = json(api.show(id, auth));
    assertThat(ended.getString("state")).isEqualTo("WITHDRAWN");
    assertThat(ended.getJsonArray("reasons").getString(0)).isEqualTo("you withdrew it");
    assertThat(ended.getString("whatNext")).isNotBlank();
    assertThat(ended.getString("caseUrl"))
        .isEqualTo("http://localhost:8080/api/v1/enrolments/" + id)
        .isEqualTo(opened.headers().get("Location"));
    assertThat(api.withdraw(id, auth).status()).as("a second time").isEqualTo(204);
    assertThat(api.sendCode(id, auth, Optional.empty()).status()).isEqualTo(410);
  }

  @Test
  void wishNotToBeListed_isGivenBackOnceItCounts() {
    JsonObject enrolment = json(open(OPENING, null));
    String id = enrolment.getString("id");
    String auth = "Enrolment " + enrolment.getString("token");
    assertThat(api.list(id, auth, body("{\"listed\":false}")).status()).isEqualTo(409);
    assertThat(api.proveMailbox(id, auth, body("{\"code\":\"" + code() + "\"}")).status())
        .isEqualTo(200);
    Answer kept = api.list(id, auth, body("{\"listed\":false}"));
    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.body()).isEqualTo("{\"listed\":false}");
    assertThat(registrar.statements.get(registrar.statements.size() - 1))
        .containsEntry("kind", "directory")
        .containsEntry("reference", id)
        .containsEntry("listed", false);
    for (String other :
        new String[] {
          "{}",
          "{\"listed\":\"false\"}",
          "{\"listed\":null}",
          "{\"listed\":0}",
          "{\"listed\":false,\"mailbox\":\"x@example.org\"}"
        }) {
      assertThat(api.list(id, auth, body(other)).status()).as(other).isEqualTo(400);
    }
    registrar.status = 503;
    Answer away = api.list(id, auth, body("{\"listed\":true}"));
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.headers()).containsEntry("Retry-After", "5");
    assertThat(away.body()).contains("directory-choice-not-kept");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"extra\":1}|/extra",
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":{\"surname\":\"x\"}}|/claims/surname",
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":{\"a/b\":\"x\"}}|/claims/a~1b",
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":{\"a\":1}}|/claims/a",
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V9\"}|/tier",
        "{\"mailbox\":\"anna@example.org\"}|/tier",
        "{\"tier\":\"V1\"}|/mailbox",
        "{\"mailbox\":5,\"tier\":\"V1\"}|/mailbox",
        "{\"mailbox\":null,\"tier\":\"V1\"}|/mailbox",
        "{\"mailbox\":\"anna@[192.0.2.1]\",\"tier\":\"V1\"}|/mailbox",
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"claims\":[]}|/claims",
        "{\"mailbox\":\"anna@example.org\",\"tier\":\"V1\",\"language\":\"<script>\"}|/language"
      })
  void badField_isNamedByPointer(String request, String pointer) {
    Answer answer = open(request, null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.mediaType()).isEqualTo("application/problem+json");
    assertThat(json(answer).getJsonArray("errors").getJsonObject(0).getString("pointer"))
        .isEqualTo(pointer);
    assertThat(json(answer).keySet())
        .containsExactlyInAnyOrder(
            "type", "title", "detail", "action", "reference", "status", "errors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{\"mailbox\":\"a@example.org\",\"mailbox\":\"b@example.org\",\"tier\":\"V1\"}",
        "{\"mailbox\":\"a@example.org\",\"tier\":\"V1\"} x"
      })
  void bodyThatIsNoObject_isRefused(String request) {
    assertThat(open(request, null).status()).isEqualTo(400);
  }

  @Test
  void bodyThatIsNoUtf8OrDeepOrLarge_isRefused() {
    byte[] latin = "{\"mailbox\":\"ä@example.org\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(api.open(new ByteArrayInputStream(latin), null, Optional.empty()).status())
        .isEqualTo(400);
    assertThat(open("[".repeat(16_000), null).status()).isEqualTo(400);
    assertThat(open("{\"claims\":" + "[".repeat(16_000), null).status()).isEqualTo(400);
    Answer large = open("{\"mailbox\":\"" + "a".repeat(16 * 1024) + "\"}", null);
    assertThat(large.status()).isEqualTo(413);
    assertThat(json(large).getInt("status")).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"V2", "V3", "V4"})
  void higherTier_isRefusedInClearWords(String tier) {
    Answer answer = open("{\"mailbox\":\"anna@example.org\",\"tier\":\"" + tier + "\"}", null);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(json(answer).getString("type")).isEqualTo("/api/problems/tier-not-offered");
    assertThat(json(answer).getString("detail")).contains(tier).contains("not offered here yet");
  }

  @Test
  void wrongTokenAndUnknownId_answerAlikeAndNoTokenIs401() {
    String id = json(open(OPENING, null)).getString("id");
    String wrong = "Enrolment " + "x".repeat(43);
    assertThat(withoutReference(api.show(id, wrong)))
        .isEqualTo(withoutReference(api.show("nobody", wrong)))
        .isEqualTo(withoutReference(api.show("No-Id!", wrong)))
        .contains("enrolment-unknown");
    assertThat(api.show(id, wrong).status()).isEqualTo(404);
    for (String header : new String[] {null, "", "Bearer x", "Enrolment", "Enrolment a b"}) {
      Answer answer = api.show(id, header);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Enrolment");
    }
  }

  @Test
  void sameKeyAndBody_getsTheSameBytesAndOneMail() {
    String key = "6f1c2a52-0c6a-4d5d-9d7a-0d6f5b1c2a52";
    Answer first = open(OPENING, key);
    Answer second = open(OPENING, key);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(room.deliverMail().run()).isEqualTo(1);
    Answer other = open(OPENING.replace("anna", "bob"), key);
    assertThat(other.status()).isEqualTo(422);
    assertThat(json(other).getString("type")).endsWith("/idempotency-key-reused");
    assertThat(open(OPENING, "bad key " + key).status()).isEqualTo(400);
    assertThat(
            api.show(json(second).getString("id"), "Enrolment " + json(second).getString("token"))
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "anna@example.org",
        "6f1c2a52-0c6a-4d5d-9d7a",
        "6f1c2a52-0c6a-1d5d-9d7a-0d6f5b1c2a52",
        "00000000-0000-0000-0000-000000000000",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      })
  void keyThatCanBeGuessed_isRefusedAndTheMinimumIsSaid(String key) {
    Answer answer = open(OPENING, key);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(json(answer).getString("type")).endsWith("/idempotency-key-invalid");
    assertThat(json(answer).getString("detail")).contains("128 random bits", "22");
    assertThat(json(answer).getString("action")).contains("version 4");
    assertThat(room.deliverMail().run()).isZero();
  }

  @Test
  void wrongCodes_answer422ThenGone() {
    JsonObject enrolment = json(open(OPENING, null));
    String auth = "Enrolment " + enrolment.getString("token");
    for (int i = 0; i < 5; i++) {
      assertThat(api.proveMailbox(enrolment.getString("id"), auth, body(WRONG)).status())
          .isEqualTo(422);
    }
    assertThat(api.proveMailbox(enrolment.getString("id"), auth, body(WRONG)).status())
        .isEqualTo(410);
  }

  @Test
  void fourthMailInAnHour_answers429WithRetryAfter() {
    for (int i = 0; i < 3; i++) {
      assertThat(open(OPENING, null).status()).isEqualTo(201);
    }
    Answer answer = open(OPENING, null);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(Integer.parseInt(answer.headers().get("Retry-After"))).isBetween(3_500, 3_600);
  }

  @Test
  void registrarAway_answers503WithRetryAfterAndTheCodeStays() {
    JsonObject enrolment = json(open(OPENING, null));
    String auth = "Enrolment " + enrolment.getString("token");
    String proof = "{\"code\":\"" + code() + "\"}";
    registrar.status = 503;
    Answer away = api.proveMailbox(enrolment.getString("id"), auth, body(proof));
    assertThat(away.status()).isEqualTo(503);
    assertThat(away.headers()).containsKey("Retry-After");
    registrar.status = 201;
    assertThat(api.proveMailbox(enrolment.getString("id"), auth, body(proof)).status())
        .isEqualTo(200);
    assertThat(registrar.statements.get(1).get("supersedes"))
        .isEqualTo(registrar.statements.get(0).get("jti"));
  }

  @Test
  void ownerProof_ordersForTheOwnerOfItsCertificateAndOnlyBeforeTheOrder() {
    SignedProofs signer = new SignedProofs();
    JsonObject first = json(open(OPENING, null));
    assertThat(prove(first).status()).isEqualTo(200);
    registrar.standing =
        "{\"reference\":\"r\",\"state\":\"ISSUED\",\"certificates\":[{\"serial\":\""
            + signer.serial()
            + "\",\"profile\":\"signing\",\"notAfter\":\"2028-11-21T12:00:00Z\","
            + "\"state\":\"VALID\"}],\"formerOwners\":[]}";
    assertThat(room.followOrders().run()).isEqualTo(1);
    Object owner = registrar.statements.get(0).get("owner");

    JsonObject second = json(open(OPENING, null));
    String id = second.getString("id");
    String auth = "Enrolment " + second.getString("token");
    assertThat(api.keepOwnerProof(id, auth, body("{\"cms\":\"*\"}")).status()).isEqualTo(400);
    assertThat(api.keepOwnerProof(id, auth, body("{\"cms\":\"AAAA\"}")).status()).isEqualTo(400);
    assertThat(api.keepOwnerProof(id, auth, body("{\"cms\":\"MAMCAQE=\"}")).status())
        .isEqualTo(422);
    String stranger = "{\"cms\":\"" + new SignedProofs().over(id) + "\"}";
    assertThat(api.keepOwnerProof(id, auth, body(stranger)).status()).isEqualTo(422);
    String cms = signer.over(id);
    assertThat(api.keepOwnerProof(id, auth, body("{\"cms\":\"" + cms + "\"}")).status())
        .isEqualTo(202);
    assertThat(prove(second).status()).isEqualTo(200);
    assertThat(registrar.statements.get(registrar.statements.size() - 1))
        .containsEntry("ownerProof", cms)
        .containsEntry("owner", owner);
    assertThat(api.keepOwnerProof(id, auth, body("{\"cms\":\"" + cms + "\"}")).status())
        .isEqualTo(409);
  }

  @Test
  void stepsOfHigherTiers_areRefusedInClearWords() {
    JsonObject enrolment = json(open(OPENING, null));
    Answer answer =
        api.notForThisTier(enrolment.getString("id"), "Enrolment " + enrolment.getString("token"));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(json(answer).getString("detail")).contains("not offered here yet");
    assertThat(api.notForThisTier(enrolment.getString("id"), "Enrolment x").status())
        .isEqualTo(404);
  }

  private Answer open(String request, String key) {
    return api.open(body(request), key, Optional.empty());
  }

  private Answer prove(JsonObject enrolment) {
    return api.proveMailbox(
        enrolment.getString("id"),
        "Enrolment " + enrolment.getString("token"),
        body("{\"code\":\"" + code() + "\"}"));
  }

  private String code() {
    assertThat(room.deliverMail().run()).isPositive();
    var received = mail.getReceivedMessages();
    try {
      String text = (String) received[received.length - 1].getContent();
      return Arrays.stream(text.split("\r?\n"))
          .filter(line -> line.startsWith("Code: "))
          .findFirst()
          .orElseThrow()
          .substring(6);
    } catch (IOException | MessagingException e) {
      throw new AssertionError(e);
    }
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
