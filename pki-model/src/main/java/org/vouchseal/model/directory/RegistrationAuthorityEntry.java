package org.vouchseal.model.directory;

import java.util.List;

/**
 * What the ceremony says of a registration authority.
 *
 * @param name its name, claim {@code iss} of its orders
 * @param certificate DER of its order-signing certificate
 * @param tiers names of the tiers it may order
 * @param mailDomains mail domains it may order for, A-labels; {@code *} alone means every one
 * @param dailyQuota orders accepted in 24 hours
 * @param encryptionCompat whether it may order the profile {@code encryption-compat}
 */
public record RegistrationAuthorityEntry(
    String name,
    byte[] certificate,
    List<String> tiers,
    List<String> mailDomains,
    int dailyQuota,
    boolean encryptionCompat) {

  public RegistrationAuthorityEntry {
    tiers = List.copyOf(tiers);
    mailDomains = List.copyOf(mailDomains);
  }
}
