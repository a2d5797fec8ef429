package org.vouchseal.issuing.x509;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.vouchseal.issuing.profile.CertificateProfile;

/**
 * From when to when a certificate is valid; both ends inclusive, whole seconds.
 *
 * @param notBefore first second
 * @param notAfter last second
 */
public record ValidityPeriod(Instant notBefore, Instant notAfter) {

  public ValidityPeriod {
    if (notAfter.isBefore(notBefore)) {
      throw new IllegalArgumentException("notAfter " + notAfter + " is before " + notBefore);
    }
  }

  /**
   * The period of a certificate that is issued now: it lasts as wished, at most as long as the
   * profile allows, and never beyond its issuer. The last second counts, hence one is taken off
   * (SBR §6.3.2).
   *
   * @param backdating how far notBefore lies before {@code now}, for clocks that are slow
   * @throws IllegalArgumentException when the issuer has expired
   */
  public static ValidityPeriod from(
      Instant now,
      Duration backdating,
      Duration wished,
      CertificateProfile profile,
      Optional<IssuerCertificate> issuer) {
    Instant begin = now.minus(backdating).truncatedTo(ChronoUnit.SECONDS);
    if (issuer.isPresent() && begin.isBefore(issuer.get().notBefore())) {
      begin = issuer.get().notBefore();
    }
    Duration longest = profile.longestValidity();
    Duration length = wished.compareTo(longest) < 0 ? wished : longest;
    Instant end = begin.plus(length.truncatedTo(ChronoUnit.SECONDS)).minusSeconds(1);
    if (issuer.isPresent() && end.isAfter(issuer.get().notAfter())) {
      end = issuer.get().notAfter();
    }
    return new ValidityPeriod(begin, end);
  }
}
