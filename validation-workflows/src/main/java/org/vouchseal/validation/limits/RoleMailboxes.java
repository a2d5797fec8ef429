package org.vouchseal.validation.limits;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Problem;
import org.vouchseal.validation.Refusal;

/**
 * Which tiers certify mailboxes that belong to a role instead of a person: data, by tier.
 *
 * @param refused names of roles, in lower case, that a tier does not certify; a tier that is
 *     missing certifies all
 */
public record RoleMailboxes(Map<AssuranceTier, Set<String>> refused) {

  /** Names of RFC 2142 and those that certificate authorities write to. */
  private static final Set<String> ROLES =
      Set.copyOf(
          List.of(
              "abuse",
              "admin",
              "administrator",
              "ftp",
              "hostmaster",
              "info",
              "is",
              "it",
              "list",
              "mailer-daemon",
              "marketing",
              "mis",
              "news",
              "no-reply",
              "noc",
              "noreply",
              "postmaster",
              "root",
              "sales",
              "security",
              "ssladmin",
              "ssladministrator",
              "sslwebmaster",
              "support",
              "sysadmin",
              "usenet",
              "uucp",
              "webmaster",
              "www"));

  /** V1 proves the mailbox alone and V3 an organization; V2 and V4 name a person. */
  public static final RoleMailboxes DEFAULT =
      new RoleMailboxes(Map.of(AssuranceTier.V2, ROLES, AssuranceTier.V4, ROLES));

  public RoleMailboxes {
    refused = Map.copyOf(refused);
  }

  /** Refuses a role's mailbox in a tier that names a person. */
  public Optional<Refusal> judge(Mailbox mailbox, AssuranceTier tier) {
    String local = mailbox.localPart().toLowerCase(Locale.ROOT);
    int tag = local.indexOf('+');
    String role = tag > 0 ? local.substring(0, tag) : local;
    if (!refused.getOrDefault(tier, Set.of()).contains(role)) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.of(
            Problem.Kind.REFUSED,
            "role-mailbox",
            "the enrolment was not opened",
            "the mailbox belongs to the role " + role + ", and tier " + tier + " names a person",
            "use a mailbox of the person, or choose tier V1 or V3"));
  }
}
