package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender who knows nothing but a mailbox, and a recipient who decides whether he is found. */
@Tag("stack")
class SenderFindingRecipientTest {

  @TempDir Path folder;

  private final Stack stack = Stack.running();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void mailbox_leadsToTheCertificateUntilItsOwnerWishesOtherwise() throws Exception {
    Applicant.Granted granted = new Applicant(stack).provesFreshMailbox();
    OpensslCmp client = new OpensslCmp(stack, folder);
    client.trust(granted);
    assertThat(look(granted.mailbox()).statusCode()).isEqualTo(404);
    new SiemensClient(stack, client.commands()).centralKey(granted, "central").mustSucceed();

    HttpResponse<byte[]> found = look(granted.mailbox());
    assertThat(found.statusCode()).isEqualTo(200);
    assertThat(found.headers().firstValue("Content-Type")).hasValue("application/pkix-cert");
    Files.write(client.file("found.cer"), found.body());
    Files.writeString(client.file("letter.txt"), "Dear recipient");
    Commands openssl = client.commands();
    openssl
        .openssl("x509", "-inform", "DER", "-in", "found.cer", "-out", "found.pem")
        .mustSucceed();
    assertThat(openssl.openssl("x509", "-in", "found.pem", "-noout", "-email").output())
        .contains(granted.mailbox());
    assertThat(Files.readString(client.file("found.pem")).strip())
        .isEqualTo(certificateIn(Files.readString(client.file("central/cert.pem"))));
    openssl
        .openssl(
            "cms", "-encrypt", "-aes256", "-in", "letter.txt", "-out", "letter.eml", "found.pem")
        .mustSucceed();

    byte[] nobody = look("nobody@example.org").body();
    assertThat(choose(granted, false)).isEqualTo(200);
    HttpResponse<byte[]> hidden = look(granted.mailbox());
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(hidden.body()).isEqualTo(nobody);
    assertThat(hidden.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    Thread.sleep(1_000);
    assertThat(choose(granted, true)).isEqualTo(200);
    assertThat(look(granted.mailbox()).body()).isEqualTo(found.body());
  }

  @Test
  void twoMailboxesAtOnce_areABadRequest() throws Exception {
    assertThat(get("mailbox=a@example.org&mailbox=b@example.org").statusCode()).isEqualTo(400);
    assertThat(get("mailbox=").statusCode()).isEqualTo(400);
  }

  private static String certificateIn(String pem) {
    int begin = pem.indexOf("-----BEGIN CERTIFICATE-----");
    String end = "-----END CERTIFICATE-----";
    return pem.substring(begin, pem.indexOf(end, begin) + end.length());
  }

  private HttpResponse<byte[]> look(String mailbox) throws Exception {
    return get("mailbox=" + URLEncoder.encode(mailbox, StandardCharsets.UTF_8));
  }

  private HttpResponse<byte[]> get(String query) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(stack.publicUrl() + "/pki/encryption-certificate?" + query))
            .build(),
        BodyHandlers.ofByteArray());
  }

  private int choose(Applicant.Granted granted, boolean listed) throws Exception {
    URI address =
        URI.create(stack.publicUrl() + "/api/v1/enrolments/" + granted.enrolment() + "/directory");
    return http.send(
            HttpRequest.newBuilder(address)
                .header("Authorization", "Enrolment " + granted.token())
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"listed\":" + listed + "}"))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }
}
