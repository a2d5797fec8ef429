package org.vouchseal.lightcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * One applicant from the order to the revocation. Each message is written once; when no answer came
 * to it, the next step sends the same octets again.
 */
final class Journey {

  private static final int STEPS = 6;

  private final Applicant applicant;
  private final Consumer<X509CertificateHolder> log;
  private int step;
  private Optional<byte[]> unanswered = Optional.empty();
  private Optional<Answer> granted = Optional.empty();

  Journey(Applicant applicant, Consumer<X509CertificateHolder> log) {
    this.applicant = applicant;
    this.log = log;
  }

  boolean isAtItsEnd() {
    return step == STEPS;
  }

  /** Whether a message was sent that nobody answered. */
  boolean isInterrupted() {
    return unanswered.isPresent();
  }

  /** Goes on by one answer; throws when none came. */
  void advance(Core core) throws IOException {
    switch (step) {
      case 0 -> {
        unanswered = Optional.of(new byte[0]);
        assertThat(core.registrar("/orders", applicant.enrolment().json()).statusCode())
            .as("order of %s", applicant.reference())
            .isIn(200, 201);
      }
      case 1 -> granted(exchange(core, "signing", applicant::ir, PKIBody.TYPE_INIT_REP));
      case 2 -> {
        Answer ip = granted.orElseThrow();
        Answer unused =
            exchange(core, "signing", () -> applicant.certConfUnderMac(ip), PKIBody.TYPE_CONFIRM);
        applicant.accept(ip.certificate());
      }
      case 3 ->
          granted(
              exchange(core, "encryption", applicant::centralKeyRequest, PKIBody.TYPE_CERT_REP));
      case 4 -> {
        Answer cp = granted.orElseThrow();
        Answer unused =
            exchange(core, "encryption", () -> applicant.signedCertConf(cp), PKIBody.TYPE_CONFIRM);
      }
      default -> {
        Answer unused = exchange(core, "signing", applicant::rr, PKIBody.TYPE_REVOCATION_REP);
      }
    }
    unanswered = Optional.empty();
    step++;
  }

  private void granted(Answer answer) {
    granted = Optional.of(answer);
    log.accept(answer.certificate());
  }

  private Answer exchange(Core core, String profile, Supplier<byte[]> writer, int expectedType)
      throws IOException {
    byte[] message = unanswered.orElseGet(writer);
    unanswered = Optional.of(message);
    Answer answer = Answer.of(core.cmp(profile, message));
    assertThat(answer.type())
        .as("step %d of %s: %s", step, applicant.reference(), answer.error())
        .isEqualTo(expectedType);
    return answer;
  }
}
