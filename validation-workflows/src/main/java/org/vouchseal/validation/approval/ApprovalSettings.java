package org.vouchseal.validation.approval;

import java.time.Duration;
import java.util.List;
import org.vouchseal.model.ProfileName;

/**
 * What is ordered, and for how long.
 *
 * @param profiles profiles that this registration authority may order
 * @param validity how long certificates shall live
 * @param proofReuse how long a mailbox proof may be used for new keys
 * @param secretLife how long the registrar keeps an unused secret
 * @param orderLife how long the registrar may take to accept a signed order, at most 600 seconds
 * @param publicUrl address of the service as people reach it, without a slash at the end
 */
public record ApprovalSettings(
    List<ProfileName> profiles,
    Duration validity,
    Duration proofReuse,
    Duration secretLife,
    Duration orderLife,
    String publicUrl) {

  public ApprovalSettings {
    profiles = List.copyOf(profiles);
    if (proofReuse.compareTo(Duration.ofSeconds(1)) < 0
        || proofReuse.compareTo(LONGEST_PROOF_REUSE) > 0) {
      throw new IllegalArgumentException(
          "a mailbox proof is used for a second to 30 days, found " + proofReuse);
    }
    if (orderLife.compareTo(Duration.ofSeconds(600)) > 0) {
      throw new IllegalArgumentException(
          "an order lives 600 seconds at most, found " + orderLife.toSeconds());
    }
  }

  /**
   * The longest time for which a mailbox proof may be used (S/MIME Baseline Requirements §4.2.1).
   */
  public static final Duration LONGEST_PROOF_REUSE = Duration.ofDays(30);

  /** These with another time for which a mailbox proof may be used. */
  public ApprovalSettings withProofReuse(Duration reuse) {
    return new ApprovalSettings(profiles, validity, reuse, secretLife, orderLife, publicUrl);
  }

  /** The values of the design for these profiles of the service at this address. */
  public static ApprovalSettings forProfiles(List<ProfileName> profiles, String publicUrl) {
    return new ApprovalSettings(
        profiles,
        Duration.ofDays(730),
        LONGEST_PROOF_REUSE,
        Duration.ofDays(14),
        Duration.ofMinutes(5),
        publicUrl);
  }
}
