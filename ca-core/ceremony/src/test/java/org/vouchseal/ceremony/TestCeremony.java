package org.vouchseal.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.hsm.software.SoftwareToken;
import org.vouchseal.model.directory.PkiDirectory;
import org.vouchseal.model.runtime.HaltPoint;

/** A ceremony in a folder of its own, with the standard plan unless changed. */
final class TestCeremony {

  static final String PUBLIC_URL = "http://localhost:8080";
  static final List<String> TOKENS = List.of("root", "issuing", "keyservice", "status", "ra");
  static final CryptoProviders PROVIDERS = CryptoProviders.of("auto");

  private final Path folder;
  private String publicUrl = PUBLIC_URL;
  private String reservedPolicy = "false";
  private Clock clock = Clock.systemUTC();

  private TestCeremony(Path folder) {
    this.folder = folder;
  }

  static TestCeremony in(Path folder) throws IOException {
    TestCeremony ceremony = new TestCeremony(folder);
    Files.createDirectories(ceremony.secrets());
    try (InputStream plan =
        CeremonyCommand.class.getResourceAsStream(CeremonyCommand.STANDARD_PLAN)) {
      Files.copy(Objects.requireNonNull(plan), ceremony.plan());
    }
    for (String token : TOKENS) {
      ceremony.writeSecret(token);
    }
    return ceremony;
  }

  void writeSecret(String token) throws IOException {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    Path file = secrets().resolve(token + "-token");
    Files.writeString(file, HexFormat.of().formatHex(bytes));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  Path plan() {
    return folder.resolve("ceremony.yaml");
  }

  Path pki() {
    return folder.resolve("pki");
  }

  Path tokens() {
    return folder.resolve("tokens");
  }

  Path secrets() {
    return folder.resolve("secrets");
  }

  TestCeremony publicUrl(String url) {
    publicUrl = url;
    return this;
  }

  TestCeremony reservedPolicy(boolean asserted) {
    reservedPolicy = Boolean.toString(asserted);
    return this;
  }

  TestCeremony clock(Clock other) {
    clock = other;
    return this;
  }

  /** Replaces text of the plan, which must be there. */
  TestCeremony planWith(String text, String replacement) throws IOException {
    String before = Files.readString(plan());
    assertThat(before).contains(text);
    Files.writeString(plan(), before.replace(text, replacement));
    return this;
  }

  boolean perform() {
    return perform(HaltPoint.NONE);
  }

  boolean perform(HaltPoint halt) {
    return Ceremony.prepare(
            new Ceremony.Places(plan(), pki(), tokens(), secrets()),
            publicUrl,
            reservedPolicy,
            new Ceremony.Surroundings(PROVIDERS, clock, new SecureRandom(), halt))
        .perform();
  }

  PkiDirectory directory() {
    return PkiDirectory.open(pki());
  }

  Token token(String name) {
    return SoftwareToken.open(
        tokens().resolve(name + ".p12"),
        secrets().resolve(name + "-token"),
        PROVIDERS,
        new SecureRandom());
  }

  X509Certificate certificate(String name) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(directory().certificate(name)));
    } catch (java.security.cert.CertificateException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Every file below the public folder with its content in hexadecimal. */
  Map<String, String> files() {
    return files(pki());
  }

  static Map<String, String> files(Path below) {
    Map<String, String> found = new TreeMap<>();
    if (!Files.exists(below)) {
      return found;
    }
    try (Stream<Path> paths = Files.walk(below)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        found.put(
            below.relativize(path).toString(), HexFormat.of().formatHex(Files.readAllBytes(path)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Runs openssl and gives what it said; fails when it does not end with 0. */
  static String openssl(Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, output).isZero();
    return output;
  }
}
