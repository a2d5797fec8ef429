package org.vouchseal.conformance.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the launcher tells; secrets by path only.
 *
 * @param folder with {@code pki}, {@code tokens} and {@code secrets} of the conformance CA
 * @param database JDBC address up to the name of a schema
 * @param secret file of the one secret
 * @param delay how long requests wait at the address that lets them
 * @param crypto {@code auto}, {@code accp} or {@code fallback}
 * @param node name of this node in audit rows and leases
 */
record ConformanceSettings(
    Path folder, String database, Path secret, Duration delay, String crypto, String node) {

  /** What the names of the schemas begin with. */
  static final String SCHEMAS = "conformance_";

  private static final String STANDARD_WAIT = "5";

  /**
   * Reads the settings by name, e.g. {@code vouchseal.conformance.dir}.
   *
   * @throws IllegalStateException naming every setting that is missing or wrong
   */
  static ConformanceSettings read(Function<String, Optional<String>> source) {
    List<String> faults = new ArrayList<>();
    ConformanceSettings settings =
        new ConformanceSettings(
            Path.of(required(source, "vouchseal.conformance.dir", faults)),
            required(source, "vouchseal.conformance.db.url", faults),
            Path.of(required(source, "vouchseal.conformance.secret.file", faults)),
            seconds(source, "vouchseal.conformance.wait.seconds", faults),
            source.apply("vouchseal.crypto").orElse("auto"),
            source.apply("vouchseal.node").orElse("n1"));
    if (!faults.isEmpty()) {
      throw new IllegalStateException(
          "the conformance endpoint cannot start, these settings are missing or wrong: "
              + String.join(", ", faults));
    }
    return settings;
  }

  Path pki() {
    return folder.resolve("pki");
  }

  Path token(String name) {
    return folder.resolve("tokens").resolve(name + ".p12");
  }

  Path tokenSecret(String name) {
    return folder.resolve("secrets").resolve(name + "-token");
  }

  /** Where the password of the account of a room's schema lies. */
  Path databasePassword(String room) {
    return folder.resolve("secrets").resolve("db-conformance-" + room + "-app");
  }

  private static String required(
      Function<String, Optional<String>> source, String name, List<String> faults) {
    Optional<String> value = source.apply(name).filter(text -> !text.isBlank());
    if (value.isEmpty()) {
      faults.add(environmentName(name));
    }
    return value.orElse("");
  }

  private static Duration seconds(
      Function<String, Optional<String>> source, String name, List<String> faults) {
    String text = source.apply(name).filter(value -> !value.isBlank()).orElse(STANDARD_WAIT);
    if (!text.matches("[1-9][0-9]{0,4}")) {
      faults.add(environmentName(name) + " (seconds, 1 to 99999, found " + text + ")");
      return Duration.ZERO;
    }
    return Duration.ofSeconds(Integer.parseInt(text));
  }

  private static String environmentName(String name) {
    return name.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
