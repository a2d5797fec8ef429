package org.vouchseal.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.directory.RegisteredAuthorities;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/** ./run admin ra … */
class OperatorRegisteringAuthorityTest {

  private static final String CMC_RA = "1.3.6.1.5.5.7.3.28";

  @TempDir private Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path certificate;

  @BeforeEach
  void install() throws Exception {
    VarFolder var = new VarFolder(home.resolve("var"));
    var.create();
    Files.writeString(
        var.pki().resolve("pki.properties"),
        "publicUrl=http://localhost:8080\n"
            + "ra.main.tiers=V1\nra.main.mailDomains=*\nra.main.dailyQuota=1\n"
            + "ra.main.encryptionCompat=false\ncertificate.ra-main=main.cer\n");
    certificate = selfSigned("ra.pem", CMC_RA);
    Files.copy(certificate, var.pki().resolve("main.cer"));
  }

  private Path selfSigned(String name, String purpose) throws Exception {
    Path file = home.resolve(name);
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "/dev/null",
                "-subj",
                "/CN=RA",
                "-days",
                "30",
                "-addext",
                "extendedKeyUsage=" + purpose,
                "-out",
                file.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(openssl.waitFor()).isZero();
    return file;
  }

  private int admin(String... words) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of("admin"));
    all.addAll(List.of(words));
    return Launcher.run(
        all,
        Map.of(),
        home,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private int add(String... more) {
    List<String> all = new ArrayList<>(List.of("ra", "add", "acme", certificate.toString()));
    all.addAll(List.of(more));
    return admin(all.toArray(String[]::new));
  }

  private List<RegistrationAuthorityEntry> registered() {
    return new RegisteredAuthorities(home.resolve("var/pki")).all();
  }

  private String shown(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  @Test
  void add_keepsTheRecordAndShowsIt() {
    assertThat(add("--tiers", "V1,V3", "--domains", "example.org", "--quota", "7", "--raverified"))
        .as(shown(err))
        .isZero();

    RegistrationAuthorityEntry entry = registered().get(0);
    assertThat(entry.name()).isEqualTo("acme");
    assertThat(entry.speech()).isEqualTo(RegistrationAuthorityEntry.Speech.CMP);
    assertThat(entry.tiers()).containsExactly("V1", "V3");
    assertThat(entry.mailDomains()).containsExactly("example.org");
    assertThat(entry.dailyQuota()).isEqualTo(7);
    assertThat(entry.raVerified()).isTrue();
    assertThat(admin("ra", "list")).isZero();
    assertThat(shown(out)).contains("acme", "V1,V3", "example.org", "raVerified");
  }

  @Test
  void addAgain_replacesTheRecord_removeTakesItOut() {
    add("--tiers", "V1", "--domains", "example.org");
    add("--tiers", "V1", "--domains", "example.net");

    assertThat(registered()).hasSize(1);
    assertThat(registered().get(0).mailDomains()).containsExactly("example.net");
    assertThat(registered().get(0).raVerified()).isFalse();
    assertThat(admin("ra", "remove", "acme")).isZero();
    assertThat(registered()).isEmpty();
    assertThat(admin("ra", "remove", "acme")).isEqualTo(1);
    assertThat(shown(err)).contains("no registration authority called acme");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tiers V9 --domains example.org|--tiers is 'V9'",
        "--tiers V1 --domains Example.org|write it as example.org",
        "--tiers V1 --domains *|--domains has '*'",
        "--tiers V1 --domains example.org --quota -1|--quota is '-1'",
        "--tiers V1 --domains example.org --colour red|--colour is unknown",
        "--tiers V1 --domains|--domains needs a value",
        "--tiers V1|usage: ./run admin ra add",
        "--domains example.org|usage: ./run admin ra add",
        "--tiers V1 --domains example.org more|usage: ./run admin ra add"
      })
  void wrongWords_areRefusedNamingThem(String words, String message) {
    assertThat(add(words.split(" "))).isEqualTo(1);
    assertThat(shown(err)).contains(message);
    assertThat(registered()).isEmpty();
  }

  @Test
  void nameOfTheCeremony_isRefused() {
    assertThat(
            admin(
                "ra", "add", "main", certificate.toString(), "--tiers", "V1", "--domains", "a.org"))
        .isEqualTo(1);
    assertThat(shown(err)).contains("main is a registration authority of the ceremony");
  }

  @Test
  void certificateOfAnotherPurpose_isRefused() throws Exception {
    certificate = selfSigned("client.pem", "clientAuth");

    assertThat(add("--tiers", "V1", "--domains", "example.org")).isEqualTo(1);
    assertThat(shown(err)).contains("lacks extended key usage cmcRA");
  }

  @Test
  void fileThatIsNoCertificate_isRefused() throws IOException {
    certificate = Files.writeString(home.resolve("x.pem"), "not a certificate");

    assertThat(add("--tiers", "V1", "--domains", "example.org")).isEqualTo(1);
    assertThat(shown(err)).contains("holds no certificate");
  }

  @Test
  void unknownAct_isAnsweredWithTheUsage() {
    assertThat(admin("ra", "frob")).isEqualTo(2);
    assertThat(shown(err)).contains("ra add NAME CERTIFICATE");
  }
}
