package org.vouchseal.issuing.responder;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuanceRequest;
import org.vouchseal.issuing.issuance.IssueCertificate;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.issuance.RecordedPlan;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.Transactions;

/** Gives delegated OCSP responders their certificates (RFC 6960 §4.2.2.2). */
public final class CertifyResponder {

  private static final String ACTOR = "system:responder";
  private static final Duration LIFE = Duration.ofDays(30);

  private final IssueCertificate issuance;
  private final Certificates certificates;
  private final Transactions transactions;
  private final Clock clock;

  public CertifyResponder(
      IssueCertificate issuance,
      Certificates certificates,
      Transactions transactions,
      Clock clock) {
    this.issuance = issuance;
    this.certificates = certificates;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A certificate for the responder of one CA; at most 30 days long. While a good half of an
   * earlier one's life is left, that one is returned.
   *
   * @param issuer {@code smime} or {@code trust}
   * @param subjectPublicKeyInfo DER of the responder's key
   * @return DER of the certificate
   * @throws IllegalArgumentException when key or issuer are refused, with the reason
   */
  public byte[] certify(String issuer, byte[] subjectPublicKeyInfo) {
    SpkiDigest spki = SpkiDigest.of(subjectPublicKeyInfo);
    Instant now = clock.instant();
    Optional<IssuedCertificate> newest = transactions.run(() -> newest(issuer, spki));
    if (newest.isPresent() && isGood(newest.get(), now)) {
      return newest.get().der();
    }
    // named after its predecessor: whoever asks at the same time gets the same certificate
    String follows = newest.map(c -> c.serial().hex()).orElse("none");
    IssuanceRequest request =
        new IssuanceRequest(
            "ocsp-responder:" + issuer + ":" + spki.hex() + ":" + follows,
            issuer,
            CertificateProfiles.OCSP_RESPONDER,
            subjectPublicKeyInfo,
            SubjectName.commonName("Vouchseal OCSP responder " + issuer),
            List.of(),
            LIFE,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ACTOR);
    RecordedPlan plan =
        issuance
            .record(request)
            .fold(
                recorded -> recorded.plan(),
                refused -> {
                  throw new IllegalArgumentException(refused.reason() + ": " + refused.text());
                });
    return complete(issuance.sign(plan));
  }

  private byte[] complete(SignedCertificate signed) {
    try {
      transactions.run(
          () -> {
            issuance.completeInTransaction(signed);
            boolean unusedConfirmed =
                certificates.confirmInTransaction(signed.issuer(), signed.serial(), ACTOR);
          });
      return signed.der();
    } catch (DuplicateKey somebodyWasFirst) {
      return transactions.run(
          () ->
              certificates
                  .find(signed.issuer(), signed.serial())
                  .map(IssuedCertificate::der)
                  .orElseThrow(() -> somebodyWasFirst));
    }
  }

  private Optional<IssuedCertificate> newest(String issuer, SpkiDigest spki) {
    return certificates.findBySpkiAndLock(spki).stream()
        .filter(c -> c.issuer().equals(issuer))
        .filter(c -> c.profile().equals(CertificateProfiles.OCSP_RESPONDER))
        .reduce((older, newer) -> newer);
  }

  private static boolean isGood(IssuedCertificate certificate, Instant now) {
    return certificate.isValid(now) && now.plus(LIFE.dividedBy(2)).isBefore(certificate.notAfter());
  }
}
