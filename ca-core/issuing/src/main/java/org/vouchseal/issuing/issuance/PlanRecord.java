package org.vouchseal.issuing.issuance;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/**
 * A plan as the store keeps it: all that is needed to complete the certificate after a crash.
 *
 * @param tbs exact DER of the TBSCertificate; not copied
 * @param tbsDigest SHA-256 of {@code tbs} when it was linted, lower-case hexadecimal
 * @param lint what the linter said: rule set and count
 * @param escrowId the receipt's escrow record, for encryption profiles
 * @param notBefore whole seconds
 * @param notAfter whole seconds, inclusive
 * @param crlShard which of its CA's lists the certificate names; 0 for the list of all
 */
public record PlanRecord(
    String idempotencyKey,
    String issuer,
    SerialNumber serial,
    ProfileName profile,
    SpkiDigest spki,
    List<Mailbox> mailboxes,
    Instant notBefore,
    Instant notAfter,
    byte[] tbs,
    String tbsDigest,
    String lint,
    Optional<Reference> order,
    Optional<OwnerId> owner,
    Optional<AssuranceTier> tier,
    Optional<EscrowId> escrowId,
    String actor,
    Instant recordedAt,
    int crlShard) {

  public PlanRecord {
    mailboxes = List.copyOf(mailboxes);
  }

  /**
   * The first field in which the other one, of the same idempotency key, would not give the same
   * certificate for the same owner; empty when there is none.
   */
  Optional<String> differenceFrom(PlanRecord other) {
    return Stream.of(
            Map.entry("issuer", issuer.equals(other.issuer)),
            Map.entry("serial", serial.equals(other.serial)),
            Map.entry("profile", profile.equals(other.profile)),
            Map.entry("spki", spki.equals(other.spki)),
            Map.entry("mailboxes", mailboxes.equals(other.mailboxes)),
            Map.entry("notBefore", notBefore.equals(other.notBefore)),
            Map.entry("notAfter", notAfter.equals(other.notAfter)),
            Map.entry("tbs", Arrays.equals(tbs, other.tbs)),
            Map.entry("tbsDigest", tbsDigest.equals(other.tbsDigest)),
            Map.entry("order", order.equals(other.order)),
            Map.entry("owner", owner.equals(other.owner)),
            Map.entry("tier", tier.equals(other.tier)),
            Map.entry("escrowId", escrowId.equals(other.escrowId)),
            Map.entry("crlShard", crlShard == other.crlShard))
        .filter(field -> !field.getValue())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
