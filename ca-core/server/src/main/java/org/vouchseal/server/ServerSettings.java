package org.vouchseal.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.TrustedProxies;

/**
 * The configuration of a server process, read once at start. Every fault is named at once.
 *
 * @param pkiDirectory what the ceremony wrote
 * @param publicUrl the address that relying parties use; must be the ceremony's
 * @param crypto {@code auto}, {@code accp} or {@code fallback}
 * @param node name of this node in audit rows and leases
 * @param cabfPolicy whether certificates also carry the reserved CA/Browser Forum policy
 * @param successionDelay how long a former owner of a mailbox has to object
 * @param blockedKeys list of keys that are never certified
 * @param crlShards among how many revocation lists new certificates of subscribers are spread
 * @param trustedProxies whom CMP believes the addresses of clients
 * @param issuing token of issuing
 * @param keyService token of the key service
 * @param status token of status
 */
record ServerSettings(
    Path pkiDirectory,
    String publicUrl,
    String crypto,
    String node,
    boolean cabfPolicy,
    Duration successionDelay,
    Optional<Path> blockedKeys,
    int crlShards,
    TrustedProxies trustedProxies,
    TokenFiles issuing,
    TokenFiles keyService,
    TokenFiles status) {

  /** Where a token lies and where its secret does. */
  record TokenFiles(Path token, Path secret) {}

  /**
   * Reads the settings by name, e.g. {@code vouchseal.pki.dir}.
   *
   * @throws IllegalStateException naming every setting that is missing or wrong
   */
  static ServerSettings read(Function<String, Optional<String>> source) {
    Reading reading = new Reading(source);
    ServerSettings settings =
        new ServerSettings(
            Path.of(reading.required("vouchseal.pki.dir")),
            reading.required("vouchseal.public.url"),
            source.apply("vouchseal.crypto").orElse("auto"),
            source.apply("vouchseal.node").orElse("n1"),
            reading.yes("vouchseal.cabf.policy"),
            reading.hours("vouchseal.succession.hours", 24),
            reading.file("vouchseal.blocked.keys"),
            reading.shards("vouchseal.crl.shards"),
            reading.proxies("vouchseal.trusted.proxies"),
            reading.token("issuing"),
            reading.token("keyservice"),
            reading.token("status"));
    reading.complain();
    return settings;
  }

  /** Refuses to start under another public address than the one that certificates carry. */
  void mustAgreeWith(PkiDirectory directory) {
    if (!directory.publicUrl().equals(publicUrl)) {
      throw new IllegalStateException(
          "VOUCHSEAL_PUBLIC_URL is "
              + publicUrl
              + ", but the ceremony fixed "
              + directory.publicUrl()
              + "; start with that address, or perform a new ceremony");
    }
  }

  private static final class Reading {
    private final Function<String, Optional<String>> source;
    private final List<String> missing = new ArrayList<>();

    Reading(Function<String, Optional<String>> source) {
      this.source = source;
    }

    String required(String name) {
      Optional<String> value = source.apply(name).filter(text -> !text.isBlank());
      if (value.isEmpty()) {
        missing.add(environmentName(name));
      }
      return value.orElse("");
    }

    Duration hours(String name, int standard) {
      String text = source.apply(name).filter(t -> !t.isBlank()).orElse(standard + "");
      if (!text.matches("[1-9][0-9]{0,3}")) {
        missing.add(environmentName(name) + " (hours, 1 to 9999, found " + text + ")");
        return Duration.ofHours(standard);
      }
      return Duration.ofHours(Integer.parseInt(text));
    }

    int shards(String name) {
      String text = source.apply(name).filter(t -> !t.isBlank()).orElse("1");
      boolean number = text.matches("[1-9][0-9]{0,2}");
      if (!number || Integer.parseInt(text) > CrlScope.MOST_SHARDS) {
        missing.add(
            environmentName(name)
                + " (lists, 1 to "
                + CrlScope.MOST_SHARDS
                + ", found "
                + text
                + ")");
        return 1;
      }
      return Integer.parseInt(text);
    }

    /** What is neither true nor false would be false in silence. */
    boolean yes(String name) {
      String text = source.apply(name).filter(t -> !t.isBlank()).orElse("false");
      if (!text.equals("true") && !text.equals("false")) {
        missing.add(environmentName(name) + " (true or false, found " + text + ")");
      }
      return text.equals("true");
    }

    Optional<Path> file(String name) {
      Optional<Path> file = source.apply(name).filter(text -> !text.isBlank()).map(Path::of);
      if (file.isPresent() && !Files.isReadable(file.get())) {
        missing.add(environmentName(name) + " (a file, cannot read " + file.get() + ")");
      }
      return file;
    }

    TrustedProxies proxies(String name) {
      try {
        return source
            .apply(name)
            .filter(text -> !text.isBlank())
            .map(TrustedProxies::parse)
            .orElse(TrustedProxies.LOOPBACK);
      } catch (IllegalArgumentException notNetworks) {
        missing.add(environmentName(name) + " (IP networks, " + notNetworks.getMessage() + ")");
        return TrustedProxies.LOOPBACK;
      }
    }

    TokenFiles token(String room) {
      return new TokenFiles(
          Path.of(required("vouchseal." + room + ".token.file")),
          Path.of(required("vouchseal." + room + ".token.secret.file")));
    }

    void complain() {
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "the server cannot start, these settings are missing or wrong: "
                + String.join(", ", missing));
      }
    }

    private static String environmentName(String name) {
      return name.replace('.', '_').toUpperCase(java.util.Locale.ROOT);
    }
  }
}
