package org.vouchseal.api.boot;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;
import org.vouchseal.model.runtime.TrustedProxies;
import org.vouchseal.validation.approval.ApprovalSettings;
import org.vouchseal.validation.limits.MailLimits;

/** The configuration of this WAR: {@code VOUCHSEAL_…} of the environment. Holds no secret. */
record ApiSettings(
    Path pkiDirectory,
    String crypto,
    String node,
    Mailbox from,
    URI registrar,
    Optional<String> authority,
    Path token,
    Path tokenSecret,
    MailLimits limits,
    Duration proofReuse,
    TrustedProxies trustedProxies,
    boolean encryptionClient) {

  static ApiSettings of(Config config) {
    return new ApiSettings(
        path(config, "vouchseal.pki.dir"),
        config.getOptionalValue("vouchseal.crypto", String.class).orElse("auto"),
        config.getOptionalValue("vouchseal.node", String.class).orElse("node"),
        Mailbox.parse(config.getValue("vouchseal.mail.from", String.class)),
        URI.create(config.getValue("vouchseal.registrar.url", String.class)),
        config.getOptionalValue("vouchseal.ra.name", String.class),
        path(config, "vouchseal.ra.token.file"),
        path(config, "vouchseal.ra.token.secret.file"),
        limits(config),
        proofReuse(config),
        trustedProxies(config),
        config.getOptionalValue("vouchseal.ra.encryption.client", Boolean.class).orElse(false));
  }

  /**
   * What we order. Keys made by clients are ordered only where this is switched on and the CA's
   * record of us allows it.
   */
  List<ProfileName> profiles(RegistrationAuthorityEntry authority) {
    List<ProfileName> ordered = new ArrayList<>();
    ordered.add(ProfileName.SIGNING);
    ordered.add(ProfileName.ENCRYPTION);
    if (authority.encryptionCompat()) {
      ordered.add(ProfileName.ENCRYPTION_COMPAT);
    }
    ordered.add(ProfileName.ENCRYPTION_CLOUD);
    if (encryptionClient) {
      if (!authority.encryptionClient()) {
        throw new IllegalStateException(
            "VOUCHSEAL_RA_ENCRYPTION_CLIENT is true, but the CA's record of registration authority "
                + authority.name()
                + " does not allow profile encryption-client");
      }
      ordered.add(ProfileName.ENCRYPTION_CLIENT);
    }
    return List.copyOf(ordered);
  }

  /** The one registration authority that we are: the named one, or the only one. */
  RegistrationAuthorityEntry authority(PkiDirectory directory) {
    List<RegistrationAuthorityEntry> known =
        directory.registrationAuthorities().stream()
            .filter(entry -> entry.speech() == RegistrationAuthorityEntry.Speech.ORDERS)
            .filter(entry -> authority.map(entry.name()::equals).orElse(true))
            .toList();
    if (known.size() != 1) {
      throw new IllegalStateException(
          "VOUCHSEAL_RA_NAME must name one registration authority of the ceremony, found "
              + known.size());
    }
    return known.get(0);
  }

  private static TrustedProxies trustedProxies(Config config) {
    try {
      return config
          .getOptionalValue("vouchseal.trusted.proxies", String.class)
          .map(TrustedProxies::parse)
          .orElse(TrustedProxies.LOOPBACK);
    } catch (IllegalArgumentException notNetworks) {
      throw new IllegalStateException(
          "VOUCHSEAL_TRUSTED_PROXIES: " + notNetworks.getMessage(), notNetworks);
    }
  }

  /** For how long a mailbox proof counts, as {@code P30D} or {@code PT2M}; 30 days at most. */
  private static Duration proofReuse(Config config) {
    Duration reuse =
        config
            .getOptionalValue("vouchseal.proof.reuse", String.class)
            .map(ApiSettings::duration)
            .orElse(ApprovalSettings.LONGEST_PROOF_REUSE);
    if (reuse.compareTo(Duration.ofSeconds(1)) < 0
        || reuse.compareTo(ApprovalSettings.LONGEST_PROOF_REUSE) > 0) {
      throw new IllegalStateException(
          "VOUCHSEAL_PROOF_REUSE is " + reuse + ", allowed are PT1S to P30D");
    }
    return reuse;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException noDuration) {
      throw new IllegalStateException(
          "VOUCHSEAL_PROOF_REUSE is no duration like P30D or PT2M: " + text, noDuration);
    }
  }

  private static MailLimits limits(Config config) {
    MailLimits standard = MailLimits.DEFAULT;
    return new MailLimits(
        limit(config, "mailbox.hourly", standard.mailboxHourly()),
        limit(config, "mailbox.daily", standard.mailboxDaily()),
        limit(config, "host.hourly", standard.hostHourly()),
        limit(config, "range.hourly", standard.rangeHourly()),
        limit(config, "domain.hourly", standard.domainHourly()));
  }

  private static int limit(Config config, String name, int standard) {
    return config.getOptionalValue("vouchseal.mail.limit." + name, Integer.class).orElse(standard);
  }

  private static Path path(Config config, String name) {
    return Path.of(config.getValue(name, String.class));
  }
}
