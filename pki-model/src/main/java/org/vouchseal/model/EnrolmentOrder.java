package org.vouchseal.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a registration authority orders for one applicant: the only source of names in certificates.
 *
 * <p>On the wire it is the claims of a compact JWS (ES256, {@code typ: vouchseal-order+jwt}); this
 * record is the checked form of kind {@code enrolment}.
 *
 * @param ra name of the registration authority that signed, claim {@code iss}
 * @param jti unique per RA; the same one with the same bytes is a repetition
 * @param tenant the customer
 * @param reference name of the order, chosen by the RA at random
 * @param supersedes jti of the earlier order for the same reference that this one replaces
 * @param owner who will own certificates and keys
 * @param ownerProof DER of the SignedData by which the applicant joined an existing owner; empty
 *     means that the owner is new
 * @param tier what was validated
 * @param subject approved subject names
 * @param mailboxes approved mailboxes, at least one, the first is the main one
 * @param profiles names of the profiles that may be used, at least one
 * @param validity how long certificates shall live, at most what the profile allows
 * @param reusableUntil earliest end of the validation records; no certificate is issued under the
 *     order after it
 * @param caseDigest SHA-256 of the case content, 64 lower-case hexadecimal digits
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}: until when the registrar accepts the order
 * @param secretDigest SHA-256 of the compact JWE that carries the CMP secret to the registrar
 * @param keyServiceSecretDigest SHA-256 of the compact JWE that carries the same secret to the key
 *     service; present only when {@code encryption-compat} is among the profiles
 */
public record EnrolmentOrder(
    String ra,
    String jti,
    TenantId tenant,
    Reference reference,
    Optional<String> supersedes,
    OwnerId owner,
    Optional<byte[]> ownerProof,
    AssuranceTier tier,
    SubjectName subject,
    List<Mailbox> mailboxes,
    List<ProfileName> profiles,
    Duration validity,
    Instant reusableUntil,
    String caseDigest,
    Instant issuedAt,
    Instant expiresAt,
    String secretDigest,
    Optional<String> keyServiceSecretDigest) {

  public EnrolmentOrder {
    mailboxes = List.copyOf(mailboxes);
    profiles = List.copyOf(profiles);
    if (mailboxes.isEmpty()) {
      throw new IllegalArgumentException("an order names at least one mailbox");
    }
    if (profiles.isEmpty()) {
      throw new IllegalArgumentException("an order names at least one profile");
    }
    if (validity.isNegative() || validity.isZero()) {
      throw new IllegalArgumentException("validity must be positive");
    }
  }

  /** The same order with another end of its validation records, as a re-validation states it. */
  public EnrolmentOrder reusableUntil(Instant end) {
    return new EnrolmentOrder(
        ra,
        jti,
        tenant,
        reference,
        supersedes,
        owner,
        ownerProof,
        tier,
        subject,
        mailboxes,
        profiles,
        validity,
        end,
        caseDigest,
        issuedAt,
        expiresAt,
        secretDigest,
        keyServiceSecretDigest);
  }
}
