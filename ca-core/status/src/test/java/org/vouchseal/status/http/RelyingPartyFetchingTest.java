package org.vouchseal.status.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.status.boot.StatusRoom;
import org.vouchseal.status.fixtures.IssuingRows;
import org.vouchseal.status.fixtures.StatusBench;
import org.vouchseal.status.fixtures.StatusPki;
import org.vouchseal.status.responder.ResponderKey;
import org.vouchseal.testdatabase.TestDatabase;

@Tag("db")
class RelyingPartyFetchingTest {

  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Instant FIRST_CRL = Instant.parse("2026-11-02T03:04:05.678Z");

  @TempDir Path folder;

  private final StatusPki pki = new StatusPki(NOW);
  private final IssuingRows issuing = new IssuingRows();
  private StatusRoom room;

  @BeforeEach
  void publish() {
    issuing.clean();
    TestDatabase.shared().clean("status");
    issuing.crl("smime", 41, FIRST_CRL, pki.crl(ResponderKey.SMIME), 64);
    room = StatusBench.room(pki, folder, Clock.fixed(NOW, ZoneOffset.UTC));
    room.responderRenewal().run();
  }

  @Test
  void certificate_comesWithItsHeaders() {
    WebAnswer answer = get("/pki/smime.cer", Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(StatusPki.encoded(pki.authority(ResponderKey.SMIME).certificate()));
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/pkix-cert")
        .containsEntry("Last-Modified", "Sat, 21 Nov 2026 12:00:00 GMT");
  }

  @Test
  void practiceStatement_comesAsTextInTheOrderOfItsOutline() {
    WebAnswer answer = get("/pki/cps", Map.of());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("Content-Type", "text/plain; charset=utf-8")
        .containsEntry("Last-Modified", "Sun, 22 Nov 2026 00:00:00 GMT");
    assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
        .containsSubsequence(
            "Version of 2026-11-22",
            "\n1. ",
            "\n2. ",
            "\n3. ",
            "\n4. ",
            "\n5. ",
            "\n6. ",
            "\n7. ",
            "\n8. ",
            "\n9. ");
  }

  @Test
  void listInParts_comesWhole() throws Exception {
    WebAnswer answer = get("/pki/smime.crl", Map.of());
    assertThat(answer.body()).hasSizeGreaterThan(128);
    assertThat(new org.bouncycastle.cert.X509CRLHolder(crl(answer)).getIssuer())
        .isEqualTo(pki.authority(ResponderKey.SMIME).certificate().getSubject());
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/pkix-crl")
        .containsEntry("Last-Modified", "Mon, 02 Nov 2026 03:04:05 GMT");
  }

  @Test
  void newerList_replacesTheOlderAtOnce() {
    String before = get("/pki/smime.crl", Map.of()).headers().get("ETag");
    issuing.crl("smime", 42, NOW, pki.crl(ResponderKey.SMIME), 10_000);
    WebAnswer after = get("/pki/smime.crl", Map.of("If-None-Match", before));
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.headers()).containsEntry("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pki/",
        "/pki/trust.crl",
        "/pki/other.cer",
        "/pki/root",
        "/pki/root.pem",
        "/pki/.cer",
        "/pki/../pki.properties",
        "/pki/pki.properties",
        "/pki/%2e%2e/root.cer",
        "/pki//root.cer",
        "/pki/root.cer/",
        "/pki/ROOT.cer"
      })
  void anythingElse_isNotFound(String path) {
    WebAnswer answer = get(path, Map.of());
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.headers()).containsEntry("Content-Type", "text/plain; charset=utf-8");
  }

  @Test
  void knownEntityTag_isNotSentAgain() {
    for (String name : new String[] {"root.cer", "root.crl", "smime.crl"}) {
      String etag = get("/pki/" + name, Map.of()).headers().get("ETag");
      assertThat(etag).matches("\"[0-9a-f]{64}\"");
      for (String sent : new String[] {etag, "W/" + etag, "\"x\", " + etag, "*"}) {
        WebAnswer answer = get("/pki/" + name, Map.of("If-None-Match", sent));
        assertThat(answer.status()).as(sent).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).containsEntry("ETag", etag);
      }
      assertThat(get("/pki/" + name, Map.of("If-None-Match", "\"other\"")).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 02 Nov 2026 03:04:05 GMT|304",
        "Mon, 02 Nov 2026 03:04:06 GMT|304",
        "Mon, 02 Nov 2026 03:04:04 GMT|200",
        "yesterday|200"
      })
  void ifModifiedSince_isObeyed(String since, int status) {
    assertThat(get("/pki/smime.crl", Map.of("If-Modified-Since", since)).status())
        .isEqualTo(status);
  }

  @Test
  void entityTag_goesBeforeTheDate() {
    assertThat(
            get(
                    "/pki/smime.crl",
                    Map.of(
                        "If-None-Match",
                        "\"other\"",
                        "If-Modified-Since",
                        "Mon, 02 Nov 2026 03:04:05 GMT"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void head_hasTheLengthWithoutTheBody() {
    WebAnswer head =
        room.downloads().respond(request("HEAD", "/pki/root.cer", Map.of(), new byte[0]));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.length()).isEqualTo(StatusPki.encoded(pki.root().certificate()).length);
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    WebAnswer post =
        room.downloads().respond(request("POST", "/pki/root.cer", Map.of(), new byte[0]));
    assertThat(post.status()).isEqualTo(405);
    assertThat(post.headers()).containsEntry("Allow", "GET, HEAD");
    WebAnswer put = room.ocsp().respond(request("PUT", "/ocsp", Map.of(), new byte[0]));
    assertThat(put.status()).isEqualTo(405);
  }

  @Test
  void ocspByGet_readsEveryEscapingOfTheSameRequest() throws Exception {
    byte[] request = requestWithPlusAndDoubleSlash();
    String base64 = Base64.getEncoder().encodeToString(request);
    assertThat(base64).contains("+").contains("//");
    for (String text :
        new String[] {
          base64,
          base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
          base64.replace("/", "%2f"),
          base64.replace("=", "")
        }) {
      WebAnswer answer =
          room.ocsp().respond(request("GET", "/ocsp/" + text, Map.of(), new byte[0]));
      assertThat(new OCSPResp(answer.body()).getStatus()).as(text).isEqualTo(OCSPResp.SUCCESSFUL);
    }
  }

  @Test
  void ocspAnswerWithoutNonce_mayBeStoredForAWhile() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(requestWithPlusAndDoubleSlash());
    WebAnswer answer =
        room.ocsp().respond(request("GET", "/ocsp/" + base64, Map.of(), new byte[0]));
    assertThat(answer.headers())
        .containsEntry("Content-Type", "application/ocsp-response")
        .containsEntry("Last-Modified", "Sun, 22 Nov 2026 12:00:00 GMT")
        .containsEntry("Expires", "Mon, 23 Nov 2026 12:00:00 GMT")
        .containsEntry("Cache-Control", "max-age=60, public, no-transform, must-revalidate");
    assertThat(answer.headers().get("ETag")).matches("\"[0-9a-f]{64}\"");
  }

  @Test
  void ocspAnswerThatIsHeld_isNotSentAgain() throws Exception {
    String path = "/ocsp/" + Base64.getEncoder().encodeToString(issued());
    WebAnswer first = room.ocsp().respond(request("GET", path, Map.of(), new byte[0]));
    String etag = first.headers().get("ETag");
    assertThat(etag).isEqualTo('"' + org.vouchseal.model.Sha256.hex(first.body()) + '"');
    WebAnswer held =
        room.ocsp()
            .respond(request("GET", path, Map.of("If-None-Match", "\"x\", " + etag), new byte[0]));
    assertThat(held.status()).isEqualTo(304);
    assertThat(held.body()).isEmpty();
    assertThat(held.headers())
        .containsEntry("ETag", etag)
        .containsEntry("Expires", "Mon, 23 Nov 2026 12:00:00 GMT")
        .containsEntry("Cache-Control", "max-age=60, public, no-transform, must-revalidate")
        .doesNotContainKey("Content-Type");
    // a second has room for a good answer and a revoked one
    String since = first.headers().get("Last-Modified");
    for (Map<String, String> header :
        java.util.List.of(Map.of("If-None-Match", "\"x\""), Map.of("If-Modified-Since", since))) {
      assertThat(room.ocsp().respond(request("GET", path, header, new byte[0])).status())
          .isEqualTo(200);
    }
  }

  @Test
  void ocspByHead_hasTheHeadersWithoutTheBody() throws Exception {
    String path = "/ocsp/" + Base64.getEncoder().encodeToString(issued());
    WebAnswer get = room.ocsp().respond(request("GET", path, Map.of(), new byte[0]));
    WebAnswer head = room.ocsp().respond(request("HEAD", path, Map.of(), new byte[0]));
    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.body()).isEmpty();
    assertThat(head.length()).isEqualTo(get.body().length);
  }

  @Test
  void largeBody_isReadToItsEndBeforeItIsRefused() throws Exception {
    ByteArrayInputStream body = new ByteArrayInputStream(new byte[2 * 1024 * 1024]);
    Map<String, String> type = Map.of("Content-Type", "application/ocsp-request");
    WebRequest large =
        new WebRequest("POST", "/ocsp", name -> Optional.ofNullable(type.get(name)), body);
    assertThat(room.ocsp().respond(large).status()).isEqualTo(413);
    assertThat(body.available()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ocsp",
        "/ocsp/",
        "/ocsp/%",
        "/ocsp/%zz",
        "/ocsp/%2",
        "/ocsp/a b",
        "/ocsp/é",
        "/ocsp/MAA="
      })
  void ocspByGetOfSomethingElse_isMalformedAndNotStored(String path) throws Exception {
    WebAnswer answer = room.ocsp().respond(request("GET", path, Map.of(), new byte[0]));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(new OCSPResp(answer.body()).getStatus()).isEqualTo(OCSPResp.MALFORMED_REQUEST);
    assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
  }

  @Test
  void bodyBeyondTheLimit_isTooLarge() throws Exception {
    Map<String, String> type = Map.of("Content-Type", "application/ocsp-request");
    assertThat(room.ocsp().respond(request("POST", "/ocsp", type, new byte[65_537])).status())
        .isEqualTo(413);
    assertThat(room.ocsp().respond(request("POST", "/ocsp", type, new byte[65_536])).status())
        .isEqualTo(200);
    assertThat(
            room.ocsp()
                .respond(request("GET", "/ocsp/" + "A".repeat(5_000), Map.of(), new byte[0]))
                .status())
        .isEqualTo(414);
  }

  @Test
  void otherContentType_isUnsupported() throws Exception {
    assertThat(
            room.ocsp()
                .respond(
                    request("POST", "/ocsp", Map.of("Content-Type", "text/plain"), new byte[1]))
                .status())
        .isEqualTo(415);
  }

  /** About a certificate that was issued: only answers about such are the same the next time. */
  private byte[] issued() throws Exception {
    BigInteger serial = new BigInteger("40aa", 16);
    issuing.certificate("smime", serial, NOW.plusSeconds(86_400));
    return new OCSPReqBuilder()
        .addRequest(CertificateID.deriveCertificateID(named(), serial))
        .build()
        .getEncoded();
  }

  private CertificateID named() throws Exception {
    return new CertificateID(
        new JcaDigestCalculatorProviderBuilder()
            .setProvider(new BouncyCastleProvider())
            .build()
            .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE)),
        pki.authority(ResponderKey.SMIME).certificate(),
        new BigInteger("40ffffffffffffffffffffbefbefbefb", 16));
  }

  private byte[] requestWithPlusAndDoubleSlash() throws Exception {
    CertificateID named = named();
    for (int i = 0; i < 512; i++) {
      byte[] request =
          new OCSPReqBuilder()
              .addRequest(
                  CertificateID.deriveCertificateID(
                      named, named.getSerialNumber().add(BigInteger.valueOf(i))))
              .build()
              .getEncoded();
      String base64 = Base64.getEncoder().encodeToString(request);
      if (base64.contains("+") && base64.contains("//")) {
        return request;
      }
    }
    throw new AssertionError("no such request found");
  }

  private WebAnswer get(String path, Map<String, String> headers) {
    return room.downloads().respond(request("GET", path, headers, new byte[0]));
  }

  private static byte[] crl(WebAnswer answer) {
    return answer.body();
  }

  private static WebRequest request(
      String method, String path, Map<String, String> headers, byte[] body) {
    return new WebRequest(
        method,
        path,
        name -> Optional.ofNullable(headers.get(name)),
        new ByteArrayInputStream(body));
  }
}
