package org.vouchseal.issuing.issuance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;

/**
 * What shall be certified. Names come from an approved order or from the wiring, never from the
 * requester's message.
 *
 * @param idempotencyKey names the act for ever; the same key gives the same serial and bytes; 1 to
 *     190 printable ASCII characters
 * @param issuer {@code smime} or {@code trust}
 * @param profile which profile governs the content
 * @param subjectPublicKeyInfo DER of the key to certify; not copied
 * @param subject approved subject names
 * @param mailboxes approved mailboxes; empty for service certificates
 * @param validity how long the certificate shall live; capped by profile and by the issuer's end
 * @param order the order it is issued under
 * @param owner who will own it
 * @param tier what was validated; present exactly when the profile is for end entities
 * @param receipt proof of escrow; present exactly when the profile demands it
 * @param actor who caused it, for the audit trail
 */
public record IssuanceRequest(
    String idempotencyKey,
    String issuer,
    ProfileName profile,
    byte[] subjectPublicKeyInfo,
    SubjectName subject,
    List<Mailbox> mailboxes,
    Duration validity,
    Optional<Reference> order,
    Optional<OwnerId> owner,
    Optional<AssuranceTier> tier,
    Optional<SignedReceipt> receipt,
    String actor) {

  public IssuanceRequest {
    mailboxes = List.copyOf(mailboxes);
    if (!idempotencyKey.matches("[!-~]{1,190}")) {
      throw new IllegalArgumentException(
          "idempotency key must be 1 to 190 printable ASCII characters without blanks");
    }
    if (validity.isNegative() || validity.isZero()) {
      throw new IllegalArgumentException("validity must be positive");
    }
  }
}
