package org.vouchseal.sdk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.sdk.fixture.FakeCa;
import org.vouchseal.sdk.fixture.FakeCa.Mischief;
import org.vouchseal.sdk.fixture.TestPki;
import org.vouchseal.sdk.x509.Certificates;

class CommandLineUserTest {

  private static final TestPki PKI = new TestPki();
  private static final String CODE = "ABCDE-FGHJK-MNPQR-STVWX-YZ012";
  private static final String SECRET = "canary-secret-of-the-order";

  @TempDir Path folder;
  private final FakeCa ca = new FakeCa(PKI, "alice@example.org", "order-1", SECRET);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private HttpServer server;
  private String url;
  private boolean interactive;

  @BeforeEach
  void startService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    url = "http://127.0.0.1:" + server.getAddress().getPort();
    server.createContext("/api/v1/enrolments", this::rest);
    server.createContext(
        "/.well-known/cmp",
        exchange ->
            send(
                exchange,
                200,
                "application/pkixcmp",
                ca.answer(exchange.getRequestBody().readAllBytes())));
    server.start();
  }

  @AfterEach
  void stopService() {
    server.stop(0);
  }

  private void rest(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath();
    requests.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
    if (path.endsWith("/objection")) {
      send(
          exchange,
          202,
          "application/json",
          "{\"id\":\"case-1\",\"state\":\"IN_CHECK\"}".getBytes(StandardCharsets.UTF_8));
      return;
    }
    if (path.endsWith("/mailbox-proof")) {
      if (!body.contains(CODE)) {
        send(
            exchange,
            422,
            "application/problem+json",
            """
            {"type":"/api/problems/code-wrong","title":"the code is wrong","detail":"it differs",\
            "action":"look at the newest mail","reference":"r-17","status":422}"""
                .getBytes(StandardCharsets.UTF_8));
        return;
      }
      JsonObject answer =
          Json.createObjectBuilder()
              .add("state", "APPROVED")
              .add(
                  "cmp",
                  Json.createObjectBuilder()
                      .add("url", url + "/.well-known/cmp")
                      .add("reference", "order-1")
                      .add("secret", SECRET)
                      .add("subject", "CN=alice@example.org")
                      .add(
                          "profiles",
                          Json.createObjectBuilder()
                              .add("signing", "signing")
                              .add("encryption", Json.createArrayBuilder().add("encryption"))))
              .add(
                  "trustAnchors",
                  Json.createArrayBuilder().add(Certificates.pem(List.of(PKI.root.certificate()))))
              .build();
      send(exchange, 200, "application/json", answer.toString().getBytes(StandardCharsets.UTF_8));
      return;
    }
    send(
        exchange,
        201,
        "application/json",
        "{\"id\":\"e1\",\"token\":\"canary-token\",\"state\":\"MAILBOX_PENDING\"}"
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private int run(String input, String... arguments) {
    out.reset();
    err.reset();
    return VouchsealCommand.run(
        arguments,
        new Console(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("VOUCHSEAL_URL", url, "NO_COLOR", "1"),
            interactive));
  }

  private String[] enroll(String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "enroll",
                "--mailbox",
                "alice@example.org",
                "--out",
                folder.resolve("out").toString()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void enrollThenRevoke_endZeroAndNeverPrintSecrets() throws Exception {
    assertThat(run(CODE, enroll("--code-from", "-"))).as(err.toString()).isZero();
    String everything = out.toString() + err;
    assertThat(out.toString()).contains("alice@example.org is enrolled");
    assertThat(requests)
        .containsExactly(
            "/api/v1/enrolments null {\"mailbox\":\"alice@example.org\",\"tier\":\"V1\","
                + "\"claims\":{},\"language\":\"en\"}",
            "/api/v1/enrolments/e1/mailbox-proof Enrolment canary-token {\"code\":\""
                + CODE
                + "\"}");

    assertThat(
            run("", "revoke", "--in", folder.resolve("out").toString(), "--reason", "superseded"))
        .isZero();
    everything += out.toString() + err;
    assertThat(ca.revoked).hasSize(1).allMatch(r -> r.endsWith(":4"));
    assertThat(everything).doesNotContain("canary", CODE);
  }

  @Test
  void objection_isSignedAsOpensslReadsItAndNeedsNoToken() throws Exception {
    assertThat(run(CODE, enroll("--code-from", "-"))).as(err.toString()).isZero();
    String in = folder.resolve("out").toString();

    assertThat(run("", "object", "--in", in, "--enrolment", "abc-1")).as(err.toString()).isZero();

    assertThat(out.toString()).contains("case-1");
    String request = requests.get(requests.size() - 1);
    assertThat(request).startsWith("/api/v1/enrolments/abc-1/objection null {\"cms\":\"");
    Path cms = folder.resolve("objection.der");
    Files.write(
        cms,
        java.util.Base64.getDecoder().decode(request.replaceAll(".*\"cms\":\"([^\"]*)\".*", "$1")));
    Path anchors = folder.resolve("anchors.pem");
    Files.writeString(
        anchors,
        Files.readString(Path.of(in, "root.pem")) + Files.readString(Path.of(in, "chain.pem")));
    String command = "openssl cms -verify -binary -inform DER -purpose any -in %s -CAfile %s";
    Process openssl =
        new ProcessBuilder(command.formatted(cms, anchors).split(" "))
            .redirectError(folder.resolve("openssl.err").toFile())
            .start();
    assertThat(new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("vouchseal-objection-1:abc-1");
    assertThat(openssl.waitFor()).isZero();
    assertThat(run("", "object", "--in", in, "--enrolment", "A/B")).isEqualTo(2);
  }

  @Test
  void savedMailThatComesLater_isReadAndJsonIsPrinted() throws Exception {
    Path mail = folder.resolve("mail.eml");
    Thread writer =
        new Thread(
            () -> {
              try {
                Thread.sleep(700);
                Path part = folder.resolve("part");
                Files.writeString(
                    part, "To: alice@example.org\r\n\r\nHello\r\nCode: " + CODE + "\r\n");
                Files.move(part, mail);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();

    int status = run("", enroll("--code-from", mail.toString(), "--output", "json"));
    writer.join();

    assertThat(status).as(err.toString()).isZero();
    assertThat(err.toString()).isEmpty();
    JsonObject result = Json.createReader(new StringReader(out.toString())).readObject();
    assertThat(result.getJsonObject("signing").getString("serial")).isNotBlank();
  }

  @Test
  void personWithWrongThenRightCode_isAskedAgain() {
    interactive = true;
    String wrong = CODE.replace('A', 'B');

    assertThat(run("nonsense\n" + wrong + "\n" + CODE + "\n", enroll())).isZero();

    assertThat(err.toString()).contains("five groups", "the code is wrong: it differs");
  }

  @Test
  void wrongCodeFromFile_endsOneWithAllFourParts() {
    assertThat(run(CODE.replace('A', 'B'), enroll("--code-from", "-"))).isEqualTo(1);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains(
            "error: the code is wrong", "why: it differs", "what to do: look at the newest mail")
        .contains("reference: r-17 (code-wrong)");
  }

  @Test
  void nobodyToAsk_endsTwoBeforeAnyMailIsSent() {
    assertThat(run("", enroll())).isEqualTo(2);
    assertThat(requests).isEmpty();
  }

  @Test
  void codeThatDoesNotCome_endsThree() {
    String file = folder.resolve("never").toString();

    assertThat(run("", enroll("--code-from", file, "--timeout", "1"))).isEqualTo(3);
  }

  @Test
  void undecidedRequest_endsThreeAndTheSameCommandGoesOn() {
    ca.undecided.polls = 1;

    assertThat(run(CODE, enroll("--code-from", "-", "--wait", "1"))).isEqualTo(3);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("error: the request is not decided yet (an officer[31m looks at it)")
        .contains("what to do: run the same command again in 2 seconds or later")
        .containsPattern("reference: [0-9a-f]{32} \\(waiting\\)");

    ca.undecided.polls = 0;
    assertThat(run("", enroll("--code-from", "-", "--wait", "1"))).as(err.toString()).isZero();
    assertThat(ca.undecided.waitingRequests).isEqualTo(1);
  }

  @Test
  void hostileAnswer_endsFour() {
    ca.doing(Mischief.OTHER_ROOT);

    assertThat(run(CODE, enroll("--code-from", "-"))).isEqualTo(4);
  }

  @Test
  void nobodyThere_endsFive() {
    assertThat(run(CODE, enroll("--code-from", "-", "--server", "http://127.0.0.1:1")))
        .isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "revoke --in . --reason certificateHold",
        "revoke --in . --reason because",
        "revoke --in .",
        "object --in . --enrolment abc",
        "object --in .",
        "enroll --mailbox nonsense --out x --code-from -",
        "enroll --mailbox a@b.cd --out x --code-from - --server http://example.org",
        "enroll --mailbox a@b.cd --code-from -",
        "enroll --mailbox a@b.cd --out x --code ABCDE",
        "nonsense",
        ""
      })
  void wrongCommand_endsTwo(String words) {
    assertThat(run(CODE, words.isEmpty() ? new String[0] : words.split(" "))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("error: ", "  why: ", "  what to do: ", "  reference: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense --output json", "enroll --output=json", "revoke --in . --output json"})
  void wrongCommandAskedForJson_isToldInJson(String words) {
    assertThat(run("", words.split(" "))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    JsonObject error =
        Json.createReader(new StringReader(err.toString())).readObject().getJsonObject("error");
    assertThat(error.keySet()).contains("code", "title", "why", "whatToDo");
  }

  @Test
  void suspension_isRefusedWithTheReason() {
    run("", "revoke", "--in", ".", "--reason", "certificateHold");

    assertThat(err.toString()).contains("cannot be suspended");
  }

  @Test
  void versionAndHelp_endZero() {
    assertThat(run("", "--version")).isZero();
    assertThat(out.toString()).startsWith("vouchseal ").doesNotContain("$");
    assertThat(run("", "enroll", "--help")).isZero();
    assertThat(run("", "help")).isZero();
    assertThat(out.toString()).contains("enroll", "revoke", "object", "Exit codes");
  }
}
