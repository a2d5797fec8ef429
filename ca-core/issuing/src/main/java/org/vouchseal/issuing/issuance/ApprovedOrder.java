package org.vouchseal.issuing.issuance;

import java.time.Duration;
import java.util.List;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;

/**
 * What a registration authority's signature says may be certified, at the moment it was verified.
 *
 * @param reference the order
 * @param owner who will own certificates and keys
 * @param tier what was validated
 * @param subject approved subject names
 * @param mailboxes approved mailboxes
 * @param profiles profiles that may be used
 * @param validity how long certificates shall live
 */
public record ApprovedOrder(
    Reference reference,
    OwnerId owner,
    AssuranceTier tier,
    SubjectName subject,
    List<Mailbox> mailboxes,
    List<ProfileName> profiles,
    Duration validity) {

  public ApprovedOrder {
    mailboxes = List.copyOf(mailboxes);
    profiles = List.copyOf(profiles);
  }
}
