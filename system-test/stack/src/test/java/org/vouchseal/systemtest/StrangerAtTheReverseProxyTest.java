package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is on the internet reaches the public addresses and no other, however he writes them. */
@Tag("stack")
class StrangerAtTheReverseProxyTest {

  private static final Stack STACK = Stack.running();
  private static final int SERVER = URI.create(STACK.publicUrl()).getPort();

  @TempDir private static Path folder;
  private static ReverseProxy proxy;

  @BeforeAll
  static void start() {
    proxy = ReverseProxy.before(SERVER, folder);
  }

  @AfterAll
  static void stop() {
    proxy.close();
  }

  /** Ways from a public folder to the root, as servers have folded them. */
  private static final List<String> WAYS_UP =
      List.of(
          "/api//..",
          "/api/..",
          "/api/.",
          "/api/v1/../..",
          "/api/v1//../..",
          "/api/%2e%2e",
          "/api/.%2E",
          "/api/%2f..",
          "/api/%2F%2e%2e",
          "/api/%252e%252e",
          "/api/..;x=1",
          "/api/;/..",
          "/api;/..",
          "/api/..%5c",
          "/api/\\..",
          "/api/%c0%ae%c0%ae",
          "/api/..%00",
          "/ocsp//..",
          "/ocsp/..",
          "/ocsp/%2f..",
          "/ocsp/%2F..%2F",
          "/ocsp/%2f%2e%2e",
          "/ocsp/%252f..",
          "/.well-known/cmp///../..",
          "/.well-known/cmp/p/signing/../../../..",
          "/.well-known/cmp/%2e%2e/..",
          "/.well-known/cmp;/../..",
          "/pki/..",
          "/pki//..",
          "/pki/%2e%2e",
          "/pki/root.cer/../..",
          "/pki/root.cer%2f..%2f..",
          "",
          "/.",
          "//",
          "/x/..",
          "/%2e",
          "http://localhost/api/..");

  private static final List<String> PRIVATE =
      List.of("/registrar/v1/revocations", "/health", "/metrics", "/WEB-INF/web.xml");

  static Stream<String> privatePaths() {
    return Stream.concat(
        WAYS_UP.stream().flatMap(way -> PRIVATE.stream().map(address -> way + address)),
        Stream.of(
            "/",
            "/health/ready",
            "/health/live",
            "/metrics/base",
            "/openapi",
            "/openapi/",
            "/portal/",
            "/api",
            "/api/",
            "/api/WEB-INF/web.xml",
            "/api/v1/../WEB-INF/web.xml",
            "/api/META-INF/",
            "/registrar",
            "/registrar/v1/orders",
            "/registrar;x/v1/orders",
            "/%72egistrar/v1/orders",
            "/r%65gistrar/v1/orders",
            "/h%65alth",
            "/REGISTRAR/v1/orders",
            "/.well-known/cmpx",
            "/.well-known/",
            "/ocspx",
            "/pki/",
            "/pki/a/b.cer",
            "/apix/v1/x",
            "/api/openapi.json/../../health",
            "/pki/root.cer;x",
            "/pki/root.cer/",
            "/errors",
            "/api/errors",
            "/__asadmin",
            "/favicon.ico"));
  }

  @ParameterizedTest
  @MethodSource("privatePaths")
  void pathThatIsNotPublic_isAnsweredByTheProxyAlone(String path) {
    for (String method : new String[] {"GET", "POST"}) {
      RawHttp.Answer answer = RawHttp.send(proxy.port(), method, path, "");
      assertThat(answer.status()).as(method + " " + path).isIn(400, 404);
      assertThat(answer.body()).as(method + " " + path).contains("<center>nginx</center>");
    }
  }

  @Test
  void paths_areManyEnough() {
    assertThat(privatePaths()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pki/root.cer",
        "/pki/cps",
        "/pki/root.crl",
        "/pki/smime.cer",
        "/pki/smime.crl",
        "/pki/smime-3.crl",
        "/pki/trust.cer",
        "/pki/trust.crl",
        "/pki/archive-transport.cer",
        "/pki/unknown.cer",
        "/pki/encryption-certificate",
        "/pki/encryption-certificate?mailbox=nobody+there%40example.org",
        "/api/v1/ready",
        "/api/v1/ready?x=..%2F",
        "/api/openapi.json",
        "/api/problems/body-too-large",
        "/api/v1/enrolments/no-such-enrolment",
        "/api/v1/no-such-address",
        "/.well-known/cmp",
        "/.well-known/cmp/",
        "/.well-known/cmp/p/signing",
        "/.well-known/cmp/p/encryption-compat/certreq",
        "/ocsp",
        "/ocsp/",
        "/ocsp/MAA=",
        "/ocsp/MA//AA+b/%2F%2f%2B%2b%3D%3d"
      })
  void publicPath_isAnsweredAsByTheServer(String path) {
    RawHttp.Answer direct = RawHttp.get(SERVER, path);
    RawHttp.Answer proxied = RawHttp.get(proxy.port(), path);
    assertThat(proxied.status()).as(path).isEqualTo(direct.status());
    assertThat(withoutReference(proxied.body()))
        .as(path)
        .isEqualTo(withoutReference(direct.body()));
    assertThat(proxied.body()).doesNotContain("<center>nginx</center>");
  }

  @Test
  void base64OfAnOcspRequest_arrivesAsItIs() throws Exception {
    byte[] issuer = octets(RawHttp.get(proxy.port(), "/pki/smime.cer"));
    String base64 = withPlusSlashesAndPadding(new X509CertificateHolder(issuer));
    for (String form :
        List.of(base64, base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3d"))) {
      OCSPResp answer = new OCSPResp(octets(RawHttp.get(proxy.port(), "/ocsp/" + form)));
      assertThat(answer.getStatus()).as(form).isEqualTo(OCSPResp.SUCCESSFUL);
      BasicOCSPResp basic = (BasicOCSPResp) answer.getResponseObject();
      assertThat(basic.getResponses()[0].getCertStatus()).isInstanceOf(UnknownStatus.class);
    }
  }

  @Test
  void revocationThroughAnyProxy_findsNoRegistrar() {
    String address = "/registrar/v1/revocations";
    assertThat(RawHttp.send(SERVER, "POST", address, "{}").status()).isEqualTo(400);
    for (String header :
        new String[] {"X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 p"}) {
      RawHttp.Answer answer = RawHttp.send(SERVER, "POST", address, "{}", header);
      assertThat(answer.status()).as(header).isEqualTo(404);
    }
  }

  @Test
  void escapeThatIsNone_isABadRequest() {
    assertThat(RawHttp.get(proxy.port(), "/api/v1/%zz").status()).isEqualTo(400);
    assertThat(RawHttp.get(proxy.port(), "/api/v1/ready?%zz").status()).isEqualTo(400);
    assertThat(RawHttp.get(proxy.port(), "/ocsp/%zz").status()).isEqualTo(400);
    assertThat(RawHttp.get(proxy.port(), "/ocsp/MA%3").status()).isEqualTo(400);
  }

  @Test
  void enrolmentByCmp_worksThroughTheProxy() {
    Applicant.Granted granted = new Applicant(STACK).provesFreshMailbox();
    OpensslCmp openssl = new OpensslCmp(STACK, folder);
    openssl.key("k.pem");
    openssl
        .commands()
        .openssl(
            "cmp",
            "-config",
            "",
            "-batch",
            "-server",
            "127.0.0.1:" + proxy.port(),
            "-path",
            ".well-known/cmp/p/signing",
            "-recipient",
            "/CN=CA",
            "-ref",
            granted.reference(),
            "-secret",
            "pass:" + granted.secret(),
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "k.pem",
            "-certout",
            "c.pem")
        .mustSucceed();
  }

  /** A request about a serial number that makes the text have what gets lost on the way. */
  private static String withPlusSlashesAndPadding(X509CertificateHolder issuer) throws Exception {
    DigestCalculator sha1 =
        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
    for (long serial = Long.MAX_VALUE; ; serial--) {
      byte[] request =
          new OCSPReqBuilder()
              .addRequest(new CertificateID(sha1, issuer, BigInteger.valueOf(serial).pow(2)))
              .build()
              .getEncoded();
      String text = Base64.getEncoder().encodeToString(request);
      if (text.contains("+") && text.contains("//") && text.endsWith("=")) {
        return text;
      }
    }
  }

  private static byte[] octets(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Each problem has a reference of its own. */
  private static String withoutReference(String body) {
    return body.replaceAll("\"(reference|instance)\" ?: ?\"[^\"]*\"", "");
  }
}
