package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which HTTP carries a CMP message to the real server. */
@Tag("stack")
class ClientSpeakingHttpTest {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  @TempDir Path folder;
  private final Stack stack = Stack.running();
  private byte[] question;

  /** A genm of openssl: it may be sent any number of times. */
  @BeforeEach
  void question() throws IOException {
    OpensslCmp openssl = new OpensslCmp(stack, folder);
    Applicant.Granted granted = new Applicant(stack).provesFreshMailbox();
    Commands.Ended unusedEnded =
        openssl.underSecret(
            granted,
            "signing",
            "-cmd",
            "genm",
            "-infotype",
            "caCerts",
            "-cacertsout",
            "ca.pem",
            "-reqout",
            "genm.der");
    question = Files.readAllBytes(openssl.file("genm.der"));
  }

  private HttpResponse<byte[]> post(String path, BodyPublisher body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(stack.publicUrl() + "/.well-known/cmp" + path))
            .header("Content-Type", "application/pkixcmp")
            .POST(body)
            .build(),
        BodyHandlers.ofByteArray());
  }

  private static void answered(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/pkixcmp");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.body()).hasSizeGreaterThan(1000);
  }

  @Test
  void bodyOfKnownLengthOrInChunks_isAnsweredAlike() throws Exception {
    answered(post("/p/signing", BodyPublishers.ofByteArray(question)));
    answered(
        post("/p/signing", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(question))));
  }

  @Test
  void everyFormOfTheAddress_isAnsweredWithoutRedirect() throws Exception {
    for (String path : new String[] {"", "/", "/getcacerts", "/p/signing", "/p/signing/"}) {
      answered(post(path, BodyPublishers.ofByteArray(question)));
    }
  }

  @Test
  void clientOfHttp10_isAnswered() throws IOException {
    URI url = URI.create(stack.publicUrl());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /.well-known/cmp/p/signing HTTP/1.0\r\nContent-Type: application/pkixcmp\r\n"
                  + "Content-Length: "
                  + question.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.write(question);
      out.flush();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.").contains(" 200 ", "application/pkixcmp");
      assertThat(answer.toLowerCase(java.util.Locale.ROOT)).doesNotContain("chunked");
    }
  }
}
