package org.vouchseal.model.directory;

import java.util.List;

/**
 * What the ceremony, or an administrator after it, says of a registration authority.
 *
 * @param name its name, claim {@code iss} of its orders
 * @param speech how it speaks to the CA
 * @param certificate DER of the certificate that it signs with
 * @param tiers names of the tiers it may order
 * @param mailDomains mail domains it may order for, A-labels; {@code *} alone means every one
 * @param dailyQuota orders accepted on a day (UTC)
 * @param encryptionCompat whether it may order the profile {@code encryption-compat}
 * @param encryptionClient whether it may order the profile {@code encryption-client}
 * @param raVerified whether proof of possession is its own business ({@code raVerified}, RFC 4211
 *     §4)
 */
public record RegistrationAuthorityEntry(
    String name,
    Speech speech,
    byte[] certificate,
    List<String> tiers,
    List<String> mailDomains,
    int dailyQuota,
    boolean encryptionCompat,
    boolean encryptionClient,
    boolean raVerified) {

  /** How a registration authority speaks: never in both ways under one name. */
  public enum Speech {
    /** Signed orders over HTTP. */
    ORDERS,
    /** CMP messages under its certificate (RFC 9810 §3.1.1.2). */
    CMP
  }

  public RegistrationAuthorityEntry {
    tiers = List.copyOf(tiers);
    mailDomains = List.copyOf(mailDomains);
  }
}
