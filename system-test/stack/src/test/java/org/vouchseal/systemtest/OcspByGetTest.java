package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A relying party whose OCSP request travels in the path, through the real server (RFC 6960 A). */
@Tag("stack")
class OcspByGetTest {

  @TempDir private static Path folder;
  private static IssuedPair pair;
  private static RelyingParties judges;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void enrol() {
    pair = IssuedPair.ofEllipticCurve(folder);
    judges = new RelyingParties(pair);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1", "sha256"})
  void good_comesWithTheHeadersOfACache(String digest) throws Exception {
    byte[] request = request(digest);
    HttpResponse<byte[]> answer = get(Base64.getEncoder().encodeToString(request));
    Files.write(pair.file("answer.der"), answer.body());
    assertThat(judges.opensslOcsp("signing.pem", digest, "-respin", "answer.der").output())
        .contains("Response verify OK", "signing.pem: good");

    Map<String, List<String>> headers = answer.headers().map();
    assertThat(headers.get("content-type")).containsExactly("application/ocsp-response");
    assertThat(headers.get("date")).hasSize(1);
    assertThat(headers.get("etag").get(0)).matches("\"[0-9a-f]{64}\"");
    assertThat(headers.get("cache-control"))
        .containsExactly("max-age=60, public, no-transform, must-revalidate");
    assertThat(headers.get("last-modified")).hasSize(1);
    assertThat(headers.get("expires")).hasSize(1);
    assertThat(headers).doesNotContainKeys("pragma", "set-cookie");
  }

  @Test
  void plusSlashesAndPadding_areTheSameRawAndEncoded() throws Exception {
    String base64 = withPlusSlashesAndPadding(request("sha1"));
    for (String form :
        List.of(
            base64,
            base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
            base64.replace("+", "%2b").replace("/", "%2f").replace("=", "%3d"),
            base64.replace("/", "%2F"))) {
      HttpResponse<byte[]> answer = get(form);
      assertThat(answer.statusCode()).as(form).isEqualTo(200);
      Files.write(pair.file("unknown.der"), answer.body());
      assertThat(
              pair.commands()
                  .openssl(
                      "ocsp",
                      "-respin",
                      "unknown.der",
                      "-resp_text",
                      "-CAfile",
                      "root.pem",
                      "-issuer",
                      "smime.pem")
                  .output())
          .as(form)
          .contains("Cert Status: unknown", "Response verify OK");
    }
  }

  @Test
  void answerThatIsHeld_isNotSentAgain() throws Exception {
    URI address = address(Base64.getEncoder().encodeToString(request("sha1")));
    HttpResponse<byte[]> first = send(HttpRequest.newBuilder(address));
    String tag = first.headers().firstValue("ETag").orElseThrow();
    HttpResponse<byte[]> held = send(HttpRequest.newBuilder(address).header("If-None-Match", tag));
    assertThat(held.statusCode()).isEqualTo(304);
    assertThat(held.body()).isEmpty();
    assertThat(held.headers().firstValue("ETag")).hasValue(tag);
    HttpResponse<byte[]> head =
        send(HttpRequest.newBuilder(address).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("ETag")).hasValue(tag);
  }

  /** A cache counts an answer's age from its Date (RFC 9111 §4.2.3). */
  @Test
  void sameAnswerSecondsLater_hasTheDateOfItsSending() throws Exception {
    String path = Base64.getEncoder().encodeToString(request("sha1"));
    HttpHeaders first = get(path).headers();
    Thread.sleep(2_100);
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    HttpHeaders second = get(path).headers();
    Instant after = Instant.now();

    for (String same : List.of("ETag", "Last-Modified", "Expires", "Cache-Control")) {
      assertThat(second.allValues(same)).as(same).hasSize(1).isEqualTo(first.allValues(same));
    }
    assertThat(second.firstValue("Age")).isEmpty();
    assertThat(date(second, "Date")).isBetween(before, after);
    assertThat(date(second, "Date")).isAfter(date(first, "Date"));
    assertThat(date(second, "Last-Modified")).isBefore(before);
    assertThat(date(second, "Expires")).isAfter(after);
  }

  private static Instant date(HttpHeaders headers, String name) {
    return Instant.from(
        DateTimeFormatter.RFC_1123_DATE_TIME.parse(headers.firstValue(name).orElseThrow()));
  }

  @Test
  void everyFormOfOneRequest_getsTheSameCachedOctets() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(request("sha256"));
    byte[] first = get(base64).body();
    for (String form :
        List.of(
            base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
            base64.replace("=", "%3d"))) {
      assertThat(get(form).body()).as(form).isEqualTo(first);
    }
    HttpResponse<byte[]> posted =
        send(
            HttpRequest.newBuilder(URI.create(pair.ocspUrl()))
                .header("Content-Type", "application/ocsp-request")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Base64.getDecoder().decode(base64))));
    assertThat(posted.body()).isEqualTo(first);
  }

  @Test
  void nonceByGet_isAnsweredLiveAndNotStored() throws Exception {
    judges.opensslOcsp("signing.pem", "sha256", "-reqout", "nonce.der").mustSucceed();
    byte[] request = Files.readAllBytes(pair.file("nonce.der"));
    String base64 = Base64.getEncoder().encodeToString(request);
    HttpResponse<byte[]> answer = get(base64);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
    Files.write(pair.file("nonce-answer.der"), answer.body());
    assertThat(
            pair.commands()
                .openssl(
                    "ocsp",
                    "-reqin",
                    "nonce.der",
                    "-no_nonce", // no other one; that of the request is compared
                    "-respin",
                    "nonce-answer.der",
                    "-resp_text",
                    "-issuer",
                    "smime.pem",
                    "-CAfile",
                    "root.pem")
                .output())
        .contains("Response verify OK", "Cert Status: good", "OCSP Nonce")
        .doesNotContain("WARNING", "Nonce Verify error");
    assertThat(get(base64).body()).isNotEqualTo(answer.body());
  }

  @Test
  void bodyOfTwoMebibytes_isRefusedInWordsAndNotByABrokenConnection() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(URI.create(pair.ocspUrl()))
                .header("Content-Type", "application/ocsp-request")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[2 * 1024 * 1024])));
    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MAA=", "!!!!", "MEUwQzBBMD8wPTAJBgUrDgMC"})
  void pathThatIsNoRequest_isMalformedAndNotStored(String path) throws Exception {
    HttpResponse<byte[]> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    // OCSPResponse { malformedRequest }
    assertThat(answer.body()).containsExactly(0x30, 3, 0x0a, 1, 1);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void lists_areFetchedOnlyWhenTheyChanged() throws Exception {
    URI list = URI.create(pair.ocspUrl().replace("/ocsp", "/pki/smime.crl"));
    HttpResponse<byte[]> first = send(HttpRequest.newBuilder(list));
    assertThat(first.headers().firstValue("Content-Type")).hasValue("application/pkix-crl");
    assertThat(first.headers().firstValue("Date")).isPresent();
    String tag = first.headers().firstValue("ETag").orElseThrow();
    String modified = first.headers().firstValue("Last-Modified").orElseThrow();
    assertThat(send(HttpRequest.newBuilder(list).header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    assertThat(
            send(HttpRequest.newBuilder(list).header("If-Modified-Since", modified)).statusCode())
        .isEqualTo(304);
    assertThat(send(HttpRequest.newBuilder(list).header("If-None-Match", "\"x\"")).statusCode())
        .isEqualTo(200);
  }

  private static byte[] request(String digest) throws IOException {
    judges.opensslOcsp("signing.pem", digest, "-no_nonce", "-reqout", "request.der").mustSucceed();
    return Files.readAllBytes(pair.file("request.der"));
  }

  /** Other serial numbers, which stand at the end, until the text has what gets lost on the way. */
  private static String withPlusSlashesAndPadding(byte[] request) {
    assertThat(request.length % 3).as("a length that needs padding").isNotZero();
    Random random = new Random(1);
    while (true) {
      for (int i = request.length - 15; i < request.length; i++) {
        request[i] = (byte) random.nextInt(256);
      }
      String text = Base64.getEncoder().encodeToString(request);
      if (text.contains("+") && text.contains("//") && text.endsWith("=")) {
        return text;
      }
    }
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(address(path)));
  }

  private static URI address(String path) {
    return URI.create(pair.ocspUrl() + "/" + path);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofByteArray());
  }
}
