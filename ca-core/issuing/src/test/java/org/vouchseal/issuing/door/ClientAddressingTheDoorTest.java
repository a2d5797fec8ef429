package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.model.runtime.ClientAddress;

/** Addresses, media types and status codes of RFC 9811 §3. */
class ClientAddressingTheDoorTest extends OneIssuing {

  private Applicant anna;

  @BeforeEach
  void applicant() {
    anna = Applicant.of(issuing, "anna@example.org");
  }

  private CmpHttpResponse post(String path, String contentType, byte[] body) {
    return issuing
        .door
        .cmp()
        .respond(
            new CmpHttpRequest(
                "POST",
                path,
                Optional.ofNullable(contentType),
                new ByteArrayInputStream(body),
                ClientAddress.parse("127.0.0.1")));
  }

  private CmpHttpResponse post(String path, String contentType) {
    return post(path, contentType, anna.ir());
  }

  private static String failure(CmpHttpResponse response) {
    return new Applicant.Answer(
            response.status(), response.body(), PKIMessage.getInstance(response.body()))
        .failure();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/initialization", "/p/signing", "/p/signing/initialization"})
  void everyFormOfTheAddress_isAnswered(String path) {
    CmpHttpResponse response = post(path, "application/pkixcmp");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("application/pkixcmp");
    assertThat(failure(response)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/signing",
        "/p",
        "/p/",
        "/p/no-such",
        "/p/signing/x/y",
        "/initialization/x",
        "/x"
      })
  void otherAddresses_areNotFound(String path) {
    assertThat(post(path, "application/pkixcmp").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "application/pkixcmp,200",
    "Application/PKIXCMP,200",
    "application/pkixcmp; charset=binary,200",
    "application/pkixcmp-poll,200",
    "application/pkixcmp-x,415",
    "application/octet-stream,415",
    "application,415"
  })
  void mediaType_isThatOfCmp(String contentType, int status) {
    assertThat(post("/p/signing", contentType).status()).isEqualTo(status);
  }

  /** Room for an archived key, and for messages within a message, is where these may come. */
  @ParameterizedTest
  @CsvSource({
    "'',65536",
    "/p/signing,65536",
    "/p/encryption/certification,65536",
    "/nested,262144",
    "/p/signing/nested,262144",
    "/p/encryption-client,262144",
    "/p/encryption-client/certification,262144"
  })
  void bodyBeyondTheLimitOfItsAddress_isTooLarge(String path, int limit) {
    assertThat(post(path, "application/pkixcmp", new byte[limit]).status()).isEqualTo(400);
    assertThat(post(path, "application/pkixcmp", new byte[limit + 1]).status()).isEqualTo(413);
  }

  @Test
  void refusal_isAnAnswerLikeAnyOther() {
    CmpHttpResponse response =
        post("/p/signing", "application/pkixcmp", anna.mac(anna.irWriter().pvno(1)));

    assertThat(response.status()).isEqualTo(200);
    assertThat(failure(response)).isEqualTo("unsupportedVersion");
  }

  /** Nothing but the transactionID says what belongs together (RFC 9811 §5). */
  @Test
  void laterMessageAtAnotherAddress_belongsToItsTransaction() {
    Applicant.Answer ip = anna.send("/p/signing/initialization", anna.ir());

    CmpHttpResponse response =
        post("/certification", "application/pkixcmp", anna.mac(anna.accepting(ip)));

    assertThat(failure(response)).isEmpty();
  }
}
