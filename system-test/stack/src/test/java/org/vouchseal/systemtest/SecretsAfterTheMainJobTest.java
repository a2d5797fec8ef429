package org.vouchseal.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job was done twice. Whoever then reads the logs, the database's own files, the process
 * table and everything else of the stack finds none of the secrets that were used, but where
 * SECURITY.md says so.
 */
@Tag("stack")
class SecretsAfterTheMainJobTest {

  private static final int NEEDLE = 16;

  /** What others may not find, by name; all forms that it could have been written in. */
  private static final Map<String, List<String>> SECRETS = new LinkedHashMap<>();

  @TempDir static Path folder;
  private static Stack stack;
  private static String mailbox;

  @BeforeAll
  static void doTheMainJob() throws Exception {
    stack = Stack.running();
    mailbox = Applicant.freshMailbox();
    demo();
    applicant();
    try (Stream<Path> files = Files.list(stack.var().resolve("secrets"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text("secret " + file.getFileName(), Files.readString(file).strip());
      }
    }
  }

  /** By the project's own command, whose files hold both private keys. */
  private static void demo() throws Exception {
    Path home = Path.of(System.getProperty("vouchseal.home"));
    new Commands(folder)
        .run(
            Map.of("VOUCHSEAL_VAR", stack.var().toString()),
            List.of(home.resolve("run").toString(), "demo", "v1"))
        .mustSucceed();
    Path files = stack.var().resolve("demo/v1");
    String password = Files.readString(files.resolve("p12-password.txt")).strip();
    text("password of the PKCS#12 file", password);
    KeyStore pair = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(files.resolve("pair.p12"))) {
      pair.load(in, password.toCharArray());
    }
    for (String alias : List.of("signing", "encryption")) {
      key(alias + " key", pair.getKey(alias, password.toCharArray()));
    }
  }

  /** By hand, to know token, code and CMP secret. */
  private static void applicant() {
    Applicant applicant = new Applicant(stack);
    Applicant.Granted granted = applicant.proves(mailbox);
    text("enrolment token", granted.token());
    text("CMP secret", granted.secret());
    OpensslCmp openssl = new OpensslCmp(stack, folder);
    openssl.trust(granted);
    openssl.key("k.pem");
    openssl
        .underSecret(
            granted,
            "signing",
            "-cmd",
            "ir",
            "-subject",
            granted.opensslSubject(),
            "-newkey",
            "k.pem",
            "-certout",
            "c.pem")
        .mustSucceed();
  }

  private static void key(String name, Key key) {
    if (key instanceof RSAPrivateCrtKey rsa) {
      number(name + ", d", rsa.getPrivateExponent());
      number(name + ", p", rsa.getPrimeP());
      number(name + ", q", rsa.getPrimeQ());
    } else {
      number(name + ", s", ((ECPrivateKey) key).getS());
    }
  }

  private static void number(String name, BigInteger number) {
    byte[] octets = number.toByteArray();
    forms(name, java.util.Arrays.copyOfRange(octets, octets.length - NEEDLE, octets.length));
  }

  private static void text(String name, String text) {
    forms(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void forms(String name, byte[] octets) {
    String hex = HexFormat.of().formatHex(octets);
    // the last characters depend on what follows
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(octets);
    SECRETS.put(
        name,
        List.of(
            new String(octets, StandardCharsets.ISO_8859_1),
            hex,
            hex.toUpperCase(Locale.ROOT),
            base64.substring(0, base64.length() - 2)));
  }

  @Test
  void canaries_areOfEveryKind() {
    assertThat(SECRETS)
        .containsKeys(
            "enrolment token",
            "CMP secret",
            "signing key, s",
            "encryption key, d",
            "encryption key, q",
            "secret issuing-token",
            "secret root-token",
            "secret db-keyservice-app");
  }

  @Test
  void processes_showNone() {
    Processes processes = Processes.of(stack);
    String shown = processes.shown("environ") + processes.shown("cmdline");
    assertThat(shown).contains("VOUCHSEAL_ISSUING_TOKEN_SECRET_FILE", "mariadbd");
    assertThat(foundIn(shown)).isEmpty();
  }

  @Test
  void filesOfTheDatabase_holdNone() throws IOException {
    String all = contents(stack.var().resolve("db"));
    assertThat(all.contains(mailbox)).as("what is stored is found").isTrue();
    assertThat(foundIn(all)).isEmpty();
  }

  @Test
  void otherFiles_holdNone() throws IOException {
    Set<String> own = Set.of("db", "secrets", "demo");
    try (Stream<Path> entries = Files.list(stack.var())) {
      for (Path entry :
          entries.filter(path -> !own.contains(path.getFileName().toString())).toList()) {
        assertThat(foundIn(contents(entry))).as(entry.toString()).isEmpty();
      }
    }
  }

  @Test
  void codes_areInTheirMailsOnly() throws IOException {
    List<String> codes =
        contents(stack.var().resolve("mail"))
            .lines()
            .filter(line -> line.startsWith("Code: "))
            .map(line -> line.substring("Code: ".length()).strip())
            .toList();
    assertThat(codes).isNotEmpty();
    String logs = contents(stack.var().resolve("log"));
    String shown = Processes.of(stack).shown("cmdline");
    for (String code : codes) {
      assertThat(logs.contains(code) || logs.contains(code.replace("-", ""))).isFalse();
      assertThat(shown.contains(code)).isFalse();
    }
  }

  private static List<String> foundIn(String text) {
    List<String> found = new ArrayList<>();
    SECRETS.forEach(
        (name, forms) -> {
          if (forms.stream().anyMatch(text::contains)) {
            found.add(name);
          }
        });
    return found;
  }

  /** Every file below, octet for octet. */
  private static String contents(Path root) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1)).append('\n');
      }
    }
    return all.toString();
  }
}
