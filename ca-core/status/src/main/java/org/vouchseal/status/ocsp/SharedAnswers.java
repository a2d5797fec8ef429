package org.vouchseal.status.ocsp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ocsp.CertID;
import org.vouchseal.model.runtime.BoundedMemory;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.ocsp.OcspAnswer.Freshness;
import org.vouchseal.status.responder.ResponderKey;

/**
 * Signed answers that serve again: by the octets of the CertID, which name the issuer as well,
 * while the status is the one that was signed and the answer is younger than a third of its
 * validity. It is asked with the status of now, so it can delay no revocation.
 */
final class SharedAnswers {

  private static final int MOST = 10_000;

  /** The status of now where it is known. */
  @FunctionalInterface
  interface StatusNow {
    Optional<CertificateStatus> of(String issuer, BigInteger serial);
  }

  /** Serves from its first moment on, up to the end and not at it. */
  private record Signed(
      String issuer,
      BigInteger serial,
      CertificateStatus status,
      OcspAnswer answer,
      Instant first,
      Instant end) {

    /** A clock that was set back makes an answer from the time to come, which does not serve. */
    boolean serves(Instant now) {
      return !now.isBefore(first) && now.isBefore(end);
    }
  }

  private final BoundedMemory<CertIdOctets, Signed> answers = new BoundedMemory<>(MOST);
  private final Duration life;

  /**
   * @param validity from thisUpdate to nextUpdate
   */
  SharedAnswers(Duration validity) {
    this.life = validity.dividedBy(3);
  }

  Optional<OcspAnswer> find(CertIdOctets id, StatusNow statuses, Instant now) {
    Optional<Signed> kept = answers.find(id);
    if (kept.isEmpty() || !kept.get().serves(now)) {
      return Optional.empty();
    }
    Signed signed = kept.get();
    Optional<CertificateStatus> status = statuses.of(signed.issuer(), signed.serial());
    return status.isPresent() && status.get().equals(signed.status())
        ? Optional.of(signed.answer())
        : Optional.empty();
  }

  /** Keeps an answer to one CertID; one that may not be given to others is left alone. */
  void keep(ResponderKey responder, CertID id, CertificateStatus status, OcspAnswer answer) {
    boolean issued = !(status instanceof CertificateStatus.Unknown);
    answer
        .freshness()
        .filter(freshness -> issued)
        .ifPresent(
            freshness ->
                answers.keep(
                    octets(id),
                    new Signed(
                        responder.issuer(),
                        id.getSerialNumber().getValue(),
                        status,
                        answer,
                        freshness.thisUpdate(),
                        end(freshness))));
  }

  private Instant end(Freshness freshness) {
    Instant old = freshness.thisUpdate().plus(life);
    Instant near = freshness.nextUpdate().minus(OcspAnswer.LONGEST_STORED);
    return old.isBefore(near) ? old : near;
  }

  static CertIdOctets octets(CertID id) {
    try {
      return CertIdOctets.of(id.getEncoded("DER"));
    } catch (IOException e) {
      throw new UncheckedIOException("a CertID cannot be encoded", e);
    }
  }
}
