package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.http.RegistrarHttpRequest;
import org.vouchseal.issuing.http.RegistrarHttpResponse;

/** Who has signed nothing learns nothing, and makes the registrar fail by nothing he sends. */
class StrangerAtTheRegistrarTest extends OneIssuing {

  private static final Map<String, String> BODIES =
      Map.ofEntries(
          Map.entry("nested a thousand deep", "{\"order\":" + "[".repeat(1_000)),
          Map.entry("nested and closed", "[".repeat(5_000) + "]".repeat(5_000)),
          Map.entry("nested five deep", "{\"order\":[[[[1]]]]}"),
          Map.entry("number of 200 000 digits", "{\"order\":" + "9".repeat(200_000) + "}"),
          Map.entry("number with a huge exponent", "{\"order\":1e999999999}"),
          Map.entry("number whose exponent has too many digits", "{\"order\":1e10000000000}"),
          Map.entry("a name twice", "{\"order\":\"a\",\"order\":\"b\"}"),
          Map.entry("a second value", "{\"order\":\"a\"}{\"order\":\"b\"}"),
          Map.entry("an unknown member", "{\"order\":\"a\",\"secret\":\"b\",\"x\":\"y\"}"),
          Map.entry("a member of another type", "{\"order\":{},\"secret\":1}"),
          Map.entry("a list", "[]"),
          Map.entry("a text", "\"order\""),
          Map.entry("nothing", ""),
          Map.entry("half an object", "{\"order\":"),
          Map.entry("lone surrogate", "{\"\\ud800\":1}"));

  static Stream<Arguments> bodiesAtEveryAddress() {
    return Stream.of("/orders", "/revocations", "/directory", "/objections")
        .flatMap(path -> BODIES.keySet().stream().map(name -> Arguments.of(path, name)));
  }

  @ParameterizedTest
  @MethodSource("bodiesAtEveryAddress")
  void bodyThatIsNoStatement_isRefusedAsSuch(String path, String name) {
    RegistrarHttpResponse answer =
        issuing.registrar("POST", path, BODIES.get(name), Optional.empty());

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
    assertThat(answer.body()).contains("/registrar/problems/body-not-readable");
  }

  @Test
  void textThatIsNoUtf8_isRefusedAsSuch() {
    assertThat(send(true, "/orders", new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
        .extracting(RegistrarHttpResponse::status)
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/orders",
        "/revocations",
        "/directory",
        "/objections",
        "/orders/some-reference",
        "/"
      })
  void requestFromAnotherMachine_findsNothing(String path) {
    byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);

    assertThat(send(false, path, body).status()).isEqualTo(404);
    assertThat(send(false, path, body).body()).contains("no-such-address");
  }

  private RegistrarHttpResponse send(boolean sameMachine, String path, byte[] body) {
    return issuing
        .door
        .registrarEndpoint()
        .respond(
            new RegistrarHttpRequest(
                sameMachine, "POST", path, Optional.empty(), new ByteArrayInputStream(body)));
  }
}
