package org.vouchseal.status.ocsp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.CertID;
import org.vouchseal.model.runtime.BoundedMemory;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;
import org.vouchseal.status.responder.ResponderKey;

/**
 * Signed answers that serve again: by responder and the octets of the CertID, while the status is
 * the one that was signed and the answer is younger than a third of its validity. It is asked with
 * the status of now, so it can delay no revocation.
 */
final class SharedAnswers {

  private static final int MOST = 10_000;

  private record Question(ResponderKey responder, ByteBuffer certId) {}

  private record Signed(CertificateStatus status, OcspAnswer answer, Freshness freshness) {}

  private final BoundedMemory<Question, Signed> answers = new BoundedMemory<>(MOST);
  private final Duration life;

  /**
   * @param validity from thisUpdate to nextUpdate
   */
  SharedAnswers(Duration validity) {
    this.life = validity.dividedBy(3);
  }

  Optional<OcspAnswer> find(
      ResponderKey responder, CertID id, CertificateStatus status, Instant now) {
    return answers
        .find(question(responder, id))
        .filter(signed -> signed.status().equals(status) && isFresh(signed.freshness(), now))
        .map(Signed::answer);
  }

  /** Keeps an answer to one CertID; one that may not be given to others is left alone. */
  void keep(ResponderKey responder, CertID id, CertificateStatus status, OcspAnswer answer) {
    boolean issued = !(status instanceof CertificateStatus.Unknown);
    answer
        .freshness()
        .filter(freshness -> issued)
        .ifPresent(
            freshness ->
                answers.keep(question(responder, id), new Signed(status, answer, freshness)));
  }

  /** A clock that was set back makes an answer from the time to come, which is not fresh. */
  private boolean isFresh(Freshness freshness, Instant now) {
    return !now.isBefore(freshness.thisUpdate())
        && now.isBefore(freshness.thisUpdate().plus(life))
        && now.plus(OcspAnswer.LONGEST_STORED).isBefore(freshness.nextUpdate());
  }

  private static Question question(ResponderKey responder, CertID id) {
    try {
      return new Question(responder, ByteBuffer.wrap(id.getEncoded("DER")));
    } catch (IOException e) {
      throw new UncheckedIOException("a CertID cannot be encoded", e);
    }
  }
}
