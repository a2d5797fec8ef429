package org.vouchseal.validation.boot;

import java.time.Duration;
import java.util.List;
import org.vouchseal.model.ProfileName;
import org.vouchseal.validation.approval.ApprovalSettings;
import org.vouchseal.validation.limits.MailLimits;
import org.vouchseal.validation.limits.RoleMailboxes;

/**
 * The numbers of the room.
 *
 * @param codeLife how long a code is accepted, at most 24 hours
 * @param enrolmentLife how long a mailbox may stay unproved
 * @param limits how many codes may be asked for
 * @param roles which tiers do not certify the mailboxes of roles
 * @param approval what is ordered
 */
public record ValidationSettings(
    Duration codeLife,
    Duration enrolmentLife,
    MailLimits limits,
    RoleMailboxes roles,
    ApprovalSettings approval) {

  private static final Duration LONGEST_CODE_LIFE = Duration.ofHours(24);

  public ValidationSettings {
    if (codeLife.compareTo(LONGEST_CODE_LIFE) > 0) {
      throw new IllegalArgumentException(
          "a code lives 24 hours at most, found " + codeLife.toHours() + " hours");
    }
  }

  /** These with another time for which a mailbox proof may be used, at most 30 days. */
  public ValidationSettings withProofReuse(Duration reuse) {
    return new ValidationSettings(
        codeLife, enrolmentLife, limits, roles, approval.withProofReuse(reuse));
  }

  /**
   * The values of the design.
   *
   * @param publicUrl address of the service as people reach it, without a slash at the end
   */
  public static ValidationSettings defaults(
      List<ProfileName> profiles, MailLimits limits, String publicUrl) {
    return new ValidationSettings(
        LONGEST_CODE_LIFE,
        Duration.ofDays(7),
        limits,
        RoleMailboxes.DEFAULT,
        ApprovalSettings.forProfiles(profiles, publicUrl));
  }
}
