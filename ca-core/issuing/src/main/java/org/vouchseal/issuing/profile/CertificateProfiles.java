package org.vouchseal.issuing.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vouchseal.model.ProfileName;

/** Every profile of the table, checked. The only maker of {@link CertificateProfile}. */
public final class CertificateProfiles {

  public static final ProfileName ROOT_CA = new ProfileName("root-ca");
  public static final ProfileName SMIME_CA = new ProfileName("smime-ca");
  public static final ProfileName TRUST_CA = new ProfileName("trust-ca");
  public static final ProfileName OCSP_RESPONDER = new ProfileName("ocsp-responder");
  public static final ProfileName CMP_SIGNER = new ProfileName("cmp-signer");
  public static final ProfileName KGA = new ProfileName("kga");
  public static final ProfileName ARCHIVE_TRANSPORT = new ProfileName("archive-transport");
  public static final ProfileName RA_ORDER = new ProfileName("ra-order");

  private static final String TABLE = "profiles.properties";
  private static final String SUBJECT = "subject.";

  private final Map<ProfileName, CertificateProfile> profiles;

  private CertificateProfiles(Map<ProfileName, CertificateProfile> profiles) {
    this.profiles = Map.copyOf(profiles);
  }

  /** The table that comes with this jar. */
  public static CertificateProfiles standard() {
    return of(standardTable());
  }

  /**
   * The table that comes with this jar, with other values for some of its entries.
   *
   * @param changes may add entries, too
   * @throws IllegalArgumentException naming every faulty profile at once
   */
  public static CertificateProfiles changed(Properties changes) {
    Properties table = standardTable();
    table.putAll(changes);
    return of(table);
  }

  private static Properties standardTable() {
    Properties table = new Properties();
    try (InputStream in =
            Objects.requireNonNull(CertificateProfiles.class.getResourceAsStream(TABLE), TABLE);
        InputStreamReader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      table.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + TABLE, e);
    }
    return table;
  }

  /**
   * Checks a table.
   *
   * @throws IllegalArgumentException naming every faulty profile at once
   */
  static CertificateProfiles of(Properties table) {
    Map<String, ProfileConfig> configs = blocks(table);
    Map<ProfileName, CertificateProfile> profiles = new TreeMap<>(NAME_ORDER);
    List<String> faults = new ArrayList<>();
    for (ProfileConfig config : configs.values()) {
      try {
        CertificateProfile profile = checked(resolved(config, configs), table);
        profiles.put(profile.name(), profile);
      } catch (IllegalArgumentException e) {
        faults.add(config.name() + ": " + e.getMessage());
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("the table of profiles is faulty: " + faults);
    }
    return new CertificateProfiles(profiles);
  }

  private static final java.util.Comparator<ProfileName> NAME_ORDER =
      java.util.Comparator.comparing(ProfileName::value);

  public Optional<CertificateProfile> find(ProfileName name) {
    return Optional.ofNullable(profiles.get(name));
  }

  /** The profile of this name; a name that is not in the table is a fault of the caller. */
  public CertificateProfile get(ProfileName name) {
    return find(name).orElseThrow(() -> new IllegalStateException("no profile " + name));
  }

  /** All of them, sorted by name. */
  public List<CertificateProfile> all() {
    return profiles.values().stream()
        .sorted(java.util.Comparator.comparing(CertificateProfile::name, NAME_ORDER))
        .toList();
  }

  private static Map<String, ProfileConfig> blocks(Properties table) {
    Map<String, Map<String, String>> lines = new TreeMap<>();
    for (String key : table.stringPropertyNames()) {
      if (!key.startsWith(SUBJECT)) {
        int dot = key.indexOf('.');
        lines
            .computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>())
            .put(key.substring(dot + 1), table.getProperty(key).strip());
      }
    }
    return lines.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                e -> new ProfileConfig(e.getKey(), e.getValue()),
                (a, b) -> a,
                TreeMap::new));
  }

  private static ProfileConfig resolved(ProfileConfig config, Map<String, ProfileConfig> all) {
    Optional<String> base = config.find("like");
    if (base.isEmpty()) {
      return config;
    }
    ProfileConfig found = all.get(base.get());
    if (found == null || found.find("like").isPresent()) {
      throw new IllegalArgumentException("like names no full profile: " + base.get());
    }
    return config.over(found);
  }

  private static CertificateProfile checked(ProfileConfig config, Properties table) {
    return new CertificateProfile(
        new ProfileName(config.name()),
        new LinkedHashSet<>(config.list("issuers")),
        KeyClass.valueOf(config.get("keyClass")),
        config.list("keys").stream().map(KeyRule::parse).toList(),
        Integer.parseInt(config.get("rsaExponent")),
        BasicConstraints.parse(config.get("basicConstraints")),
        keyUsage(config),
        config.list("extendedKeyUsage").stream().map(ExtendedKeyPurpose::ofLabel).toList(),
        Boolean.parseBoolean(config.find("extendedKeyUsageCritical").orElse("false")),
        PolicyRule.parse(config.get("policies")),
        config.list("pointers").stream().map(StatusPointer::ofLabel).collect(Collectors.toSet()),
        Boolean.parseBoolean(config.find("noCheck").orElse("false")),
        SubjectRules.parse(config.get("subject"), table),
        Boolean.parseBoolean(config.get("mailboxes")),
        config.list("smimeCapabilities").stream().map(SmimeCapability::ofLabel).toList(),
        Duration.ofDays(Long.parseLong(config.get("validityDays"))));
  }

  private static Map<KeyFamily, Set<KeyUsageBit>> keyUsage(ProfileConfig config) {
    Map<KeyFamily, Set<KeyUsageBit>> usage = new EnumMap<>(KeyFamily.class);
    for (KeyFamily family : KeyFamily.values()) {
      Set<KeyUsageBit> bits = EnumSet.noneOf(KeyUsageBit.class);
      config.list("keyUsage." + family).forEach(label -> bits.add(KeyUsageBit.ofLabel(label)));
      if (!bits.isEmpty()) {
        usage.put(family, Set.copyOf(bits));
      }
    }
    return usage;
  }
}
