package org.vouchseal.launcher;

import java.nio.file.Files;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Sha256;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.directory.RegisteredAuthorities;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/** What the acts about registration authorities share. */
final class AuthorityRegistry {

  private AuthorityRegistry() {}

  /** The registry of an installation whose ceremony was performed. */
  static RegisteredAuthorities of(Surroundings surroundings) {
    VarFolder var = surroundings.var();
    if (!Files.exists(var.pki().resolve(PkiDirectory.INDEX))) {
      throw new Refused("no stack was ever started in " + var.root() + "; start it with ./run");
    }
    return new RegisteredAuthorities(var.pki());
  }

  static void refuseNameOfCeremony(Surroundings surroundings, String name) {
    boolean taken =
        PkiDirectory.open(surroundings.var().pki()).registrationAuthorities().stream()
            .anyMatch(
                entry ->
                    entry.name().equals(name)
                        && entry.speech() == RegistrationAuthorityEntry.Speech.ORDERS);
    if (taken) {
      throw new Refused(name + " is a registration authority of the ceremony, choose another name");
    }
  }

  /** Why the text is no mail domain as it is kept: A-labels in lower case. */
  static Optional<String> domainFault(String domain) {
    try {
      Mailbox anybody = Mailbox.parse("anybody@" + domain);
      return anybody.domain().equals(domain)
          ? Optional.empty()
          : Optional.of("write it as " + anybody.domain());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  static Optional<String> line(RegisteredAuthorities registry, String name) {
    return registry.all().stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .map(AuthorityRegistry::line);
  }

  static String line(RegistrationAuthorityEntry entry) {
    return entry.name()
        + "  tiers "
        + String.join(",", entry.tiers())
        + "  domains "
        + String.join(",", entry.mailDomains())
        + "  quota "
        + entry.dailyQuota()
        + (entry.raVerified() ? "  raVerified" : "")
        + "  certificate SHA-256 "
        + Sha256.hex(entry.certificate());
  }
}
