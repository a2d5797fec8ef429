package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.cmp.CmpHttpRequest;
import org.vouchseal.issuing.cmp.CmpHttpResponse;
import org.vouchseal.model.runtime.ClientAddress;

/** What is sent to the door by accident or on purpose; afterwards the next good request works. */
class HostileClientTest extends OneIssuing {

  private int status(String method, String path, String contentType, byte[] body)
      throws IOException {
    return issuing
        .door
        .cmp()
        .respond(
            new CmpHttpRequest(
                method,
                path,
                Optional.ofNullable(contentType),
                new ByteArrayInputStream(body),
                ClientAddress.parse("127.0.0.1")))
        .status();
  }

  @Test
  void wrongHttp_isRefusedByStatus() throws IOException {
    byte[] body = {0x30, 0x00};
    assertThat(status("GET", "/p/signing", null, body)).isEqualTo(405);
    assertThat(status("POST", "/p/nosuch", "application/pkixcmp", body)).isEqualTo(404);
    assertThat(status("POST", "/p/signing/nosuch", "application/pkixcmp", body)).isEqualTo(404);
    assertThat(status("POST", "/p/signing", "text/plain", body)).isEqualTo(415);
    assertThat(status("POST", "/p/signing", null, body)).isEqualTo(415);
    assertThat(status("POST", "/p/signing", "application/pkixcmp", body)).isEqualTo(400);
    assertThat(status("POST", "", "application/pkixcmp", new byte[0])).isEqualTo(400);
    assertThat(status("POST", "/p/signing", "application/pkixcmp", new byte[2 << 20]))
        .isEqualTo(413);
    assertThat(status("POST", "/p/signing", "application/pkixcmp", new byte[64 * 1024]))
        .isEqualTo(400);
  }

  @Test
  void messageCutAnywhere_isRefusedClearlyAndTheWholeOneWorks() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();

    for (int length = 0; length < ir.length; length += 50) {
      CmpHttpResponse answer = issuing.post("/p/signing", Arrays.copyOf(ir, length));
      assertThat(answer.status()).isEqualTo(400);
    }

    assertThat(anna.send("/p/signing", ir).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void eachOctetChanged_neverIssuesAndNeverFails() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();

    for (int at = 0; at < ir.length; at += 3) {
      byte[] changed = ir.clone();
      changed[at] ^= 0x41;
      CmpHttpResponse answer = issuing.post("/p/signing", changed);
      assertThat(answer.status()).isIn(200, 400);
    }

    assertThat(issuing.count("SELECT COUNT(*) FROM cmp_transaction")).isZero();
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan")).isZero();
  }

  @Test
  void elevenWrongSecretsInAMinute_areRefusedWithoutALookAtTheMac() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    for (int i = 0; i < 10; i++) {
      assertThat(
              anna.send("/p/signing", anna.irWriter().pbm("wrong-" + anna.enrolment.secret(), 500))
                  .failure())
          .isEqualTo("badMessageCheck");
    }

    Applicant.Answer blocked = anna.send("/p/signing", anna.ir());
    assertThat(blocked.failure()).isEqualTo("systemUnavail");

    issuing.clock.advance(Duration.ofMinutes(1));
    assertThat(anna.send("/p/signing", anna.ir()).type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void twoClientsWithOneTransactionId_secondIsTransactionIdInUse() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant berta = Applicant.of(issuing, "berta@example.org");
    byte[] id = new byte[16];
    byte[] first = anna.mac(anna.irWriter().transactionId(id));
    byte[] second = berta.mac(berta.irWriter().transactionId(id));
    assertThat(anna.send("/p/signing", first).type()).isEqualTo(PKIBody.TYPE_INIT_REP);

    Applicant.Answer refused = berta.send("/p/signing", second);

    assertThat(refused.failure()).isEqualTo("transactionIdInUse");
    assertThat(refused.isProtected()).isTrue();
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order_use")).isEqualTo(1);
  }

  @Test
  void oldMessage_isBadTime() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    issuing.clock.advance(Duration.ofMinutes(6));

    assertThat(anna.send("/p/signing", ir).failure()).isEqualTo("badTime");
  }

  @Test
  void bodyThatDoesNotFitTheOperation_isBadRequestAndProtected() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer refused = anna.send("/p/signing/certification", anna.ir());

    assertThat(refused.failure()).isEqualTo("badRequest");
    assertThat(refused.isProtected()).isTrue();
  }

  @Test
  void certConfOfNoTransaction_isBadRequest() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());

    byte[] stray = anna.mac(anna.accepting(ip).transactionId(new byte[16]));

    assertThat(anna.send("/p/signing", stray).failure()).isEqualTo("badRequest");
  }

  @Test
  void sameMessageAtOnceFromManyThreads_givesOneCertificateAndOneAnswer() throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    ExecutorService pool = Executors.newFixedThreadPool(6);
    try {
      Callable<String> sending =
          () -> HexFormat.of().formatHex(anna.send("/p/signing", ir).octets());
      List<Future<String>> futures = pool.invokeAll(Collections.nCopies(6, sending));
      Set<String> answers = new TreeSet<>();
      for (Future<String> future : futures) {
        answers.add(future.get());
      }
      assertThat(answers).hasSize(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE issuer = 'smime'"))
        .isEqualTo(1);
  }
}
