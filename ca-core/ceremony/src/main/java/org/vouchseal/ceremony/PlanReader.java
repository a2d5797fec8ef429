package org.vouchseal.ceremony;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vouchseal.ceremony.CeremonyPlan.PlannedCertificate;
import org.vouchseal.ceremony.CeremonyPlan.PlannedRegistrationAuthority;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.model.AssuranceTier;

/** Makes a checked plan out of entries and names every fault at once. */
final class PlanReader {

  static final String PUBLIC_URL = "publicUrl";
  static final String NAME = "name";
  static final String RESERVED_POLICY = "cabfPolicy";

  private static final List<String> AUTHORITIES = List.of("root", "smime", "trust");
  private static final List<String> SERVICES = List.of("cmp-signer", "kga");
  private static final String ARCHIVE_TRANSPORT = "archive-transport";
  private static final Set<KeyAlgorithm> FOR_AUTHORITIES =
      EnumSet.of(KeyAlgorithm.P256, KeyAlgorithm.P384, KeyAlgorithm.RSA4096);
  private static final Set<KeyAlgorithm> FOR_SERVICES =
      EnumSet.of(KeyAlgorithm.P256, KeyAlgorithm.P384, KeyAlgorithm.RSA3072, KeyAlgorithm.RSA4096);
  private static final Set<KeyAlgorithm> FOR_TRANSPORT =
      EnumSet.of(KeyAlgorithm.RSA3072, KeyAlgorithm.RSA4096);
  private static final Set<KeyAlgorithm> FOR_AGREEMENT =
      EnumSet.of(KeyAlgorithm.P256, KeyAlgorithm.P384);
  private static final Set<KeyAlgorithm> FOR_ES256 = EnumSet.of(KeyAlgorithm.P256);
  private static final int LONGEST_ROOT_CRL_DAYS = 365;

  private final PlanEntries entries;
  private final Set<String> read = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  private PlanReader(PlanEntries entries) {
    this.entries = entries;
  }

  /**
   * The plan of these entries.
   *
   * @throws CeremonyRefused naming each missing, unknown or wrong entry
   */
  static CeremonyPlan plan(PlanEntries entries) {
    PlanReader reader = new PlanReader(entries);
    CeremonyPlan plan = reader.plan();
    for (String path : entries.values().keySet()) {
      if (!reader.read.contains(path)) {
        reader.faults.add(path + " is not an entry of a plan");
      }
    }
    if (!reader.faults.isEmpty()) {
      throw new CeremonyRefused("the plan is faulty: " + String.join("; ", reader.faults));
    }
    return plan;
  }

  private CeremonyPlan plan() {
    Map<String, PlannedCertificate> certificates = new HashMap<>();
    for (String name : AUTHORITIES) {
      certificates.put(name, certificate("certificates." + name, FOR_AUTHORITIES));
    }
    for (String name : SERVICES) {
      certificates.put(name, certificate("certificates." + name, FOR_SERVICES));
    }
    String transport = "certificates." + ARCHIVE_TRANSPORT;
    if (entries.values().keySet().stream().anyMatch(path -> path.startsWith(transport))) {
      certificates.put(ARCHIVE_TRANSPORT, certificate(transport, FOR_TRANSPORT));
    }
    List<PlannedRegistrationAuthority> authorities = new ArrayList<>();
    for (String name : registrationAuthorityNames()) {
      PlannedRegistrationAuthority planned = registrationAuthority(name);
      authorities.add(planned);
      certificates.put(
          planned.certificateName(), certificate("registrationAuthorities." + name, FOR_ES256));
    }
    refuseLongerThanIssuer(certificates);
    return new CeremonyPlan(
        publicUrl(),
        name(),
        flag(RESERVED_POLICY),
        text("organization.name"),
        text("organization.country"),
        certificates,
        days("rootCrl.validityDays", LONGEST_ROOT_CRL_DAYS),
        keys(),
        authorities);
  }

  private String publicUrl() {
    String url = text(PUBLIC_URL);
    try {
      URI parsed = new URI(url);
      boolean good =
          Set.of("http", "https").contains(String.valueOf(parsed.getScheme()))
              && parsed.getHost() != null
              && parsed.getRawQuery() == null
              && parsed.getRawFragment() == null
              && parsed.getRawUserInfo() == null
              && !url.endsWith("/");
      if (!good) {
        fault(PUBLIC_URL, "an http address with a host and without a slash at the end", url);
      }
    } catch (URISyntaxException e) {
      fault(PUBLIC_URL, "an http address", url);
    }
    return url;
  }

  private Optional<String> name() {
    if (entries.find(NAME).isEmpty()) {
      return Optional.empty();
    }
    String name = text(NAME);
    if (!name.matches("[a-z0-9]+")) {
      fault(NAME, "small letters and digits", name);
    }
    return Optional.of(name);
  }

  private PlannedCertificate certificate(String path, Set<KeyAlgorithm> allowed) {
    return new PlannedCertificate(
        text(path + ".commonName"),
        algorithm(path + ".algorithm", allowed),
        days(path + ".validityDays", Integer.MAX_VALUE));
  }

  private Map<String, KeyAlgorithm> keys() {
    Map<String, KeyAlgorithm> keys = new HashMap<>();
    for (CeremonyKeys.BareKey key : CeremonyKeys.BARE) {
      String name = key.purpose().name();
      Set<KeyAlgorithm> allowed =
          switch (key.purpose().capability()) {
            case DERIVE -> FOR_AGREEMENT;
            case SIGN -> key.published() ? FOR_AGREEMENT : FOR_SERVICES;
            default -> throw new IllegalStateException(name + " is not chosen by the plan");
          };
      keys.put(name, algorithm("keys." + name, allowed));
    }
    return keys;
  }

  private Set<String> registrationAuthorityNames() {
    String prefix = "registrationAuthorities.";
    Set<String> names = new TreeSet<>();
    for (String path : entries.values().keySet()) {
      if (path.startsWith(prefix)) {
        String rest = path.substring(prefix.length());
        names.add(rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest);
      }
    }
    for (String name : names) {
      if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        fault(prefix + name, "a name of lower-case words joined by hyphens", name);
      }
    }
    if (!names.contains("main")) {
      faults.add(prefix + "main is missing");
    }
    return names;
  }

  private PlannedRegistrationAuthority registrationAuthority(String name) {
    String path = "registrationAuthorities." + name;
    return new PlannedRegistrationAuthority(
        name,
        tiers(path + ".tiers"),
        mailDomains(path + ".mailDomains"),
        number(path + ".dailyQuota", Integer.MAX_VALUE),
        flag(path + ".encryptionCompat"),
        entries.find(path + ".encryptionClient").isPresent() && flag(path + ".encryptionClient"));
  }

  private List<AssuranceTier> tiers(String path) {
    String value = text(path);
    try {
      return Arrays.stream(value.split(",")).map(AssuranceTier::valueOf).distinct().toList();
    } catch (IllegalArgumentException e) {
      fault(path, "a list of " + Arrays.toString(AssuranceTier.values()), value);
      return List.of();
    }
  }

  private List<String> mailDomains(String path) {
    String value = text(path);
    List<String> domains = List.of(value.split(","));
    for (String domain : domains) {
      boolean any = domain.equals("*") && domains.size() == 1;
      if (!any && !isDomain(domain)) {
        fault(path, "mail domains in lower case as A-labels, or * alone", domain);
      }
    }
    return domains;
  }

  private static boolean isDomain(String domain) {
    try {
      return domain.equals(domain.toLowerCase(Locale.ROOT))
          && domain.contains(".")
          && IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).equals(domain);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void refuseLongerThanIssuer(Map<String, PlannedCertificate> certificates) {
    certificates.forEach(
        (name, planned) -> {
          String issuer = AUTHORITIES.contains(name) ? "root" : "trust";
          PlannedCertificate above = certificates.get(issuer);
          if (above != null && planned.validity().compareTo(above.validity()) > 0) {
            faults.add(
                name
                    + " lives "
                    + planned.validity().toDays()
                    + " days, its issuer "
                    + issuer
                    + " only "
                    + above.validity().toDays());
          }
        });
  }

  private String text(String path) {
    read.add(path);
    Optional<String> value = entries.find(path);
    if (value.isEmpty()) {
      faults.add(path + " is missing");
    } else if (value.get().isBlank()
        || value.get().codePoints().anyMatch(Character::isISOControl)) {
      faults.add(path + " is blank or holds a control character");
    }
    return value.orElse("");
  }

  private boolean flag(String path) {
    String value = text(path);
    if (!Set.of("true", "false").contains(value)) {
      fault(path, "true or false", value);
    }
    return value.equals("true");
  }

  private Duration days(String path, int most) {
    return Duration.ofDays(number(path, most));
  }

  private int number(String path, int most) {
    String value = text(path);
    try {
      int number = Integer.parseInt(value);
      if (number > 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for all wrong numbers.
    }
    fault(path, "a whole number from 1 to " + most, value);
    return 1;
  }

  private KeyAlgorithm algorithm(String path, Set<KeyAlgorithm> allowed) {
    String value = text(path);
    for (KeyAlgorithm algorithm : allowed) {
      if (algorithm.name().equals(value)) {
        return algorithm;
      }
    }
    fault(path, "one of " + allowed, value);
    return KeyAlgorithm.P256;
  }

  private void fault(String path, String expected, String found) {
    if (!found.isEmpty()) {
      faults.add(path + " must be " + expected + ", found " + found);
    }
  }
}
