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

  /**
   * Revokes in the caller's transaction, which has locked the order. A compromised key takes every
   * other certificate of the same key with it, whatever its order.
   */
  public RevocationOutcome revokeInTransaction(
      Reference order, IssuedCertificate certificate, RevocationReason reason, String actor) {
    RevocationOutcome outcome = revoke(certificate, reason, actor);
    if (reason == RevocationReason.KEY_COMPROMISE) {
      for (IssuedCertificate same : certificates.findBySpkiAndLock(certificate.spki())) {
        if (same.revocation().isEmpty() && !same.serial().equals(certificate.serial())) {
          RevocationOutcome unusedSameKey = revoke(same, reason, actor);
          same.order().ifPresent(other -> revokeWidowed(other, same, actor));
        }
      }
    }
    revokeWidowed(order, certificate, actor);
    return outcome;
  }

  /** An encryption certificate follows the order's last valid signing certificate. */
  private void revokeWidowed(Reference order, IssuedCertificate revoked, String actor) {
    Instant now = clock.instant();
    if (revoked.keyClass() != KeyClass.SIGN || !certificates.validSigningOf(order, now).isEmpty()) {
      return;
    }
    for (IssuedCertificate encryption : certificates.validEncryptionOf(order, now)) {
      RevocationOutcome unusedFollowing = revoke(encryption, RevocationReason.SUPERSEDED, actor);
    }
  }

  private RevocationOutcome revoke(
      IssuedCertificate certificate, RevocationReason reason, String actor) {
    return revocations.revokeInTransaction(
        certificate.issuer(), certificate.serial(), reason, actor);
  }
}
