package org.vouchseal.issuing.registrar;

import java.time.Clock;
import java.time.Instant;
import org.vouchseal.issuing.issuance.Certificates;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.revocation.RevocationOutcome;
import org.vouchseal.issuing.revocation.RevokeCertificate;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;

/**
 * Revokes a certificate of an order and keeps the pair consistent: when no valid signing
 * certificate is left, the encryption certificate follows as superseded; the other way nothing
 * follows.
 */
public final class RevokeOfOrder {

  private final Certificates certificates;
  private final RevokeCertificate revocations;
  private final Clock clock;

  RevokeOfOrder(Certificates certificates, RevokeCertificate revocations, Clock clock) {
    this.certificates = certificates;
    this.revocations = revocations;
    this.clock = clock;
  }

  /** Revokes in the caller's transaction, which has locked the order. */
  public RevocationOutcome revokeInTransaction(
      Reference order, IssuedCertificate certificate, RevocationReason reason, String actor) {
    RevocationOutcome outcome =
        revocations.revokeInTransaction(certificate.issuer(), certificate.serial(), reason, actor);
    Instant now = clock.instant();
    boolean lastSigningGone =
        certificate.keyClass() == KeyClass.SIGN
            && certificates.validSigningOf(order, now).isEmpty();
    if (lastSigningGone) {
      for (IssuedCertificate encryption : certificates.validEncryptionOf(order, now)) {
        RevocationOutcome unusedFollowing =
            revocations.revokeInTransaction(
                encryption.issuer(), encryption.serial(), RevocationReason.SUPERSEDED, actor);
      }
    }
    return outcome;
  }
}
