package org.vouchseal.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody who lost a mailbox to a new owner, and has a signing certificate but no token. */
class FormerOwnerOfMailboxTest {

  @TempDir Path folder;
  private RaFixture fixture;
  private String enrolment;

  @BeforeEach
  void open() {
    fixture = new RaFixture(folder);
    Answer opened =
        fixture.api.open(
            body("{\"mailbox\":\"office@example.org\",\"tier\":\"V1\"}"), null, Optional.empty());
    enrolment = json(opened).getString("id");
    fixture.registrar.status = 200;
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void objection_isHandedOnAndAnsweredWithOneCase() {
    String cms = new SignedProofs().over("vouchseal-objection-1:" + enrolment);

    Answer first = object(enrolment, cms);
    Answer second = object(enrolment, cms);

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(json(first).keySet())
        .containsExactlyInAnyOrder("id", "enrolment", "state", "openedAt", "whatNext");
    assertThat(json(first).getString("state")).isEqualTo("IN_CHECK");
    assertThat(json(first).getString("enrolment")).isEqualTo(enrolment);
    assertThat(fixture.registrar.objections.get(0))
        .isEqualTo("{\"reference\":\"" + enrolment + "\",\"proof\":\"" + cms + "\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "403, objection-not-yours, 403",
    "404, succession-unknown, 404",
    "410, objection-too-late, 410",
    "422, objection-not-proved, 422",
    "422, objection-certificate-not-valid, 422"
  })
  void refusalOfTheRegistrar_isPassedOnInItsWords(int status, String type, int expected) {
    fixture.registrar.status = status;
    fixture.registrar.answer =
        "{\"type\":\"/registrar/problems/"
            + type
            + "\",\"title\":\"what\",\"detail\":\"why\",\"action\":\"do\"}";

    Answer answer = object(enrolment, new SignedProofs().over("x"));

    assertThat(answer.status()).isEqualTo(expected);
    assertThat(json(answer).getString("type")).isEqualTo("/api/problems/" + type);
    assertThat(json(answer).getString("detail")).isEqualTo("why");
    assertThat(json(answer).getString("action")).isEqualTo("do");
  }

  @Test
  void registrarAway_answers503WithRetryAfter() {
    fixture.registrar.status = 503;

    Answer answer = object(enrolment, new SignedProofs().over("x"));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers()).containsKey("Retry-After");
  }

  @ParameterizedTest
  @CsvSource({"nobody", "No-Id!"})
  void unknownEnrolment_isRefusedWithoutAskingTheRegistrar(String id) {
    assertThat(object(id, new SignedProofs().over("x")).status()).isEqualTo(404);
    assertThat(fixture.registrar.objections).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"*", "AAAA", "''"})
  void whatIsNoSignedData_isRefusedWithoutAskingTheRegistrar(String cms) {
    assertThat(object(enrolment, cms).status()).isEqualTo(400);
    assertThat(fixture.registrar.objections).isEmpty();
  }

  private Answer object(String id, String cms) {
    return fixture.api.object(id, body("{\"cms\":\"" + cms + "\"}"));
  }

  private static ByteArrayInputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject json(Answer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }
}
