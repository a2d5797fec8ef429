package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.model.runtime.ClientAddress;

/** CMP-7: failed MACs are counted by reference and place, and by place alone. */
class GuesserFromOnePlaceTest extends OneIssuing {

  private static final String HERE = "192.0.2.1";
  private static final String ELSEWHERE = "192.0.2.2";

  private Applicant anna;

  @BeforeEach
  void applicant() {
    anna = Applicant.of(issuing, "anna@example.org");
  }

  private Applicant.Answer send(String from, byte[] message) {
    CmpHttpResponse response =
        issuing
            .door
            .cmp()
            .respond(
                new CmpHttpRequest(
                    "POST",
                    "/p/signing",
                    Optional.of("application/pkixcmp"),
                    new ByteArrayInputStream(message),
                    ClientAddress.parse(from)));
    return new Applicant.Answer(
        response.status(), response.body(), PKIMessage.getInstance(response.body()));
  }

  private String guess(String from, String reference) {
    byte[] kid = reference.getBytes(StandardCharsets.US_ASCII);
    return send(from, anna.irWriter().senderKid(kid).pbm("Wrong-Secret-0123456789-abcdef", 500))
        .failure();
  }

  private void guessHundredTimes(String from) {
    for (int i = 0; i < 100; i++) {
      assertThat(guess(from, "reference-" + i)).isEqualTo("badMessageCheck");
    }
  }

  @Test
  void elevenGuessesAtOneReference_endThatReferenceThereAndNothingElse() {
    Applicant berta = Applicant.of(issuing, "berta@example.org");
    for (int i = 0; i < 10; i++) {
      assertThat(guess(HERE, anna.enrolment.reference())).isEqualTo("badMessageCheck");
    }

    assertThat(send(HERE, anna.ir()).failure()).isEqualTo("systemUnavail");
    assertThat(send(HERE, berta.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(send(ELSEWHERE, anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void guessesAtEverNewReferences_endTheirPlaceForAMinute() {
    guessHundredTimes(HERE);

    assertThat(guess(HERE, "reference-100")).isEqualTo("systemUnavail");
    assertThat(send(HERE, anna.ir()).failure()).isEqualTo("systemUnavail");
    issuing.clock.advance(Duration.ofMinutes(1));
    assertThat(send(HERE, anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void otherPlaces_areServedMeanwhile() {
    guessHundredTimes(HERE);

    assertThat(send(ELSEWHERE, anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void addressesOfOneCustomer_areOnePlace() {
    for (int i = 0; i < 100; i++) {
      assertThat(guess("2001:db8:0:1::" + Integer.toHexString(i + 1), "reference-" + i))
          .isEqualTo("badMessageCheck");
    }

    assertThat(send("2001:db8:0:1:ffff::1", anna.ir()).failure()).isEqualTo("systemUnavail");
    assertThat(send("2001:db8:0:2::1", anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }
}
