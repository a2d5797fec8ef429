package org.vouchseal.issuing.issuance;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.revocation.Revocation;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/**
 * A certificate that is in the database.
 *
 * @param issuer {@code root}, {@code smime} or {@code trust}
 * @param der the whole certificate; not copied
 * @param keyClass what its key is for, for ever
 * @param notBefore inclusive
 * @param notAfter inclusive
 * @param revocation present when it was revoked
 */
public record IssuedCertificate(
    String issuer,
    SerialNumber serial,
    ProfileName profile,
    KeyClass keyClass,
    byte[] der,
    SpkiDigest spki,
    Instant notBefore,
    Instant notAfter,
    Optional<Reference> order,
    Optional<OwnerId> owner,
    Optional<AssuranceTier> tier,
    CertificateState state,
    Instant issuedAt,
    Optional<Revocation> revocation) {

  /** Whether it may be relied on at {@code at}: confirmed, in its time, not revoked. */
  public boolean isValid(Instant at) {
    return state == CertificateState.CONFIRMED
        && revocation.isEmpty()
        && !at.isBefore(notBefore)
        && !at.isAfter(notAfter);
  }
}
