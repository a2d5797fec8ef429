package org.vouchseal.validation.order;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;

/**
 * What is ordered for an applicant, before it is signed; the fields are those of {@link
 * org.vouchseal.model.EnrolmentOrder}.
 */
public record OrderDraft(
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
    Instant expiresAt) {

  public OrderDraft {
    mailboxes = List.copyOf(mailboxes);
    profiles = List.copyOf(profiles);
  }
}
