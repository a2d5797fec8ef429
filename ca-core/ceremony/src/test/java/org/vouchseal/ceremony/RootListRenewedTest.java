package org.vouchseal.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.runtime.HaltPoint;

/** The root's list is renewed by a command of its own, with an authority revoked or without. */
class RootListRenewedTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private TestCeremony ceremony;
  private Instant now = Instant.EPOCH;

  @BeforeEach
  void perform() throws Exception {
    ceremony = TestCeremony.in(folder);
    assertThat(ceremony.perform()).isTrue();
    now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  @Test
  void renewed_isTheNextListForAnotherYear() throws Exception {
    now = now.plus(Duration.ofDays(300));
    assertThat(run()).as(err.toString(UTF_8)).isZero();
    X509CRL list = list();
    assertThat(number(list)).isEqualTo(2);
    assertThat(list.getThisUpdate().toInstant()).isEqualTo(now);
    assertThat(list.getNextUpdate().toInstant())
        .isEqualTo(now.plus(Duration.ofDays(365)).minusSeconds(1));
    assertThat(list.getRevokedCertificates()).isNull();
    assertThat(out.toString(UTF_8)).contains("root list 2 with 0 entries");
    assertThat(
            TestCeremony.openssl(
                "crl",
                "-inform",
                "DER",
                "-in",
                ceremony.pki().resolve("root.crl"),
                "-CAfile",
                pem("root"),
                "-noout"))
        .contains("verify OK");
  }

  @Test
  void revokedAuthority_isRefusedByStrangersAndStaysOnEveryLaterList() throws Exception {
    assertThat(run("--revoke", "smime", "--reason", "cACompromise")).isZero();
    now = now.plus(Duration.ofDays(30));
    assertThat(run("--revoke", "trust", "--reason", "superseded")).isZero();
    now = now.plus(Duration.ofDays(30));
    assertThat(run()).isZero();

    X509CRL list = list();
    assertThat(number(list)).isEqualTo(4);
    assertThat(list.getRevokedCertificates()).hasSize(2);
    assertThat(
            list.getRevokedCertificate(ceremony.certificate("smime").getSerialNumber())
                .getRevocationReason())
        .isEqualTo(CRLReason.CA_COMPROMISE);
    assertThat(
            list.getRevokedCertificate(ceremony.certificate("trust").getSerialNumber())
                .getRevocationReason())
        .isEqualTo(CRLReason.SUPERSEDED);
    Path pem = folder.resolve("root.crl.pem");
    TestCeremony.openssl(
        "crl", "-inform", "DER", "-in", ceremony.pki().resolve("root.crl"), "-out", pem);
    Process verify =
        new ProcessBuilder(
                "openssl",
                "verify",
                "-crl_check",
                "-attime",
                Long.toString(now.getEpochSecond()),
                "-CAfile",
                pem("root").toString(),
                "-CRLfile",
                pem.toString(),
                pem("smime").toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(verify.getInputStream().readAllBytes(), UTF_8))
        .contains("certificate revoked");
  }

  @Test
  void revokedAgain_isRefusedAndNothingChanges() throws Exception {
    assertThat(run("--revoke", "smime", "--reason", "superseded")).isZero();
    Map<String, String> before = ceremony.files();
    assertThat(run("--revoke", "smime", "--reason", "cACompromise")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("has been revoked at", "superseded");
    assertThat(ceremony.files()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "root, superseded, the root has certified smime and trust",
    "kga, superseded, the root has certified smime and trust",
    "smime, unspecified, is no reason to revoke an authority",
    "smime, certificateHold, is no reason of RFC 5280",
    "smime, compromised, is no reason of RFC 5280"
  })
  void whatIsNoAuthorityOrReason_isRefused(String authority, String reason, String text)
      throws Exception {
    Map<String, String> before = ceremony.files();
    assertThat(run("--revoke", authority, "--reason", reason)).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains(text);
    assertThat(ceremony.files()).isEqualTo(before);
  }

  @Test
  void authorityWithoutReason_endsWithTheUsage() {
    assertThat(run("--revoke", "smime")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("usage: root-crl");
  }

  @Test
  void interruptedAtEveryStep_numbersRiseAndNoneHasTwoLists() throws Exception {
    List<String> steps = new ArrayList<>();
    HaltPoint halt =
        name -> {
          String step = name.replaceAll("[0-9]", "");
          if (!steps.contains(step)) {
            steps.add(step);
            throw new IllegalStateException(name);
          }
        };
    long last = 1;
    Map<String, String> begun = new HashMap<>();
    for (int attempts = 0; attempts < 6; attempts++) {
      now = now.plusSeconds(1);
      try {
        String unused = renewal(halt).perform(Optional.empty());
      } catch (IllegalStateException interrupted) {
        assertThat(interrupted).hasMessageStartingWith("ceremony.");
      }
      records()
          .forEach(
              (record, octets) ->
                  assertThat(begun.computeIfAbsent(record, unseen -> octets))
                      .as(record)
                      .isEqualTo(octets));
      long found = number(list());
      assertThat(found).isGreaterThanOrEqualTo(last);
      last = found;
    }
    assertThat(steps).contains("ceremony.signed.root.crl", "ceremony.written.root.crl");
    assertThat(last).isEqualTo(records().size() + 1);
  }

  /** What was begun to be signed, by its name. */
  private Map<String, String> records() {
    Map<String, String> records = new HashMap<>(ceremony.files());
    records.keySet().removeIf(file -> !file.matches("recorded/root-.*crl.tbs"));
    return records;
  }

  @Test
  void listThatTheRootDidNotSign_isNotBelieved() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    TestCeremony stranger = TestCeremony.in(other);
    assertThat(stranger.perform()).isTrue();
    Files.copy(
        stranger.pki().resolve("root.crl"),
        ceremony.pki().resolve("root.crl"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("root.crl is not signed by the root");
  }

  @Test
  void tokenOfAnotherRoot_isRefused() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    TestCeremony stranger = TestCeremony.in(other);
    assertThat(stranger.perform()).isTrue();
    for (String file : new String[] {"tokens/root.p12", "secrets/root-token"}) {
      Files.copy(other.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("holds another key than root.cer certifies");
  }

  @Test
  void clockThatFellBack_isNamed() {
    now = now.minus(Duration.ofDays(1));
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("the clock says");
  }

  @Test
  void onlyTheTokenOfTheRoot_isOpened() throws Exception {
    for (String token : new String[] {"issuing", "keyservice", "status", "ra"}) {
      Files.delete(ceremony.secrets().resolve(token + "-token"));
    }
    assertThat(run()).isZero();
  }

  @Test
  void folderWithoutCeremony_isRefused() {
    RenewRootCrl renewal =
        new RenewRootCrl(
            new PkiFolder(folder.resolve("nothing")),
            tokens(),
            TestCeremony.PROVIDERS,
            Clock.systemUTC(),
            HaltPoint.NONE);
    assertThatThrownBy(() -> renewal.perform(Optional.empty()))
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContaining("no ceremony has been performed");
  }

  private RenewRootCrl renewal(HaltPoint halt) {
    return new RenewRootCrl(
        new PkiFolder(ceremony.pki()),
        tokens(),
        TestCeremony.PROVIDERS,
        Clock.fixed(now, ZoneOffset.UTC),
        halt);
  }

  private CeremonyTokens tokens() {
    return new CeremonyTokens(
        ceremony.tokens(), ceremony.secrets(), TestCeremony.PROVIDERS, new SecureRandom());
  }

  private int run(String... revocation) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pki",
                ceremony.pki().toString(),
                "--tokens",
                ceremony.tokens().toString(),
                "--secrets",
                ceremony.secrets().toString()));
    arguments.addAll(List.of(revocation));
    return RootCrlCommand.run(
        arguments.toArray(String[]::new),
        Map.of(),
        Clock.fixed(now, ZoneOffset.UTC),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8));
  }

  private X509CRL list() throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(ceremony.directory().rootCrl()));
  }

  private static long number(X509CRL list) {
    byte[] value = ASN1OctetString.getInstance(list.getExtensionValue("2.5.29.20")).getOctets();
    return ASN1Integer.getInstance(value).longValueExact();
  }

  private Path pem(String certificate) throws Exception {
    Path pem = folder.resolve(certificate + ".pem");
    TestCeremony.openssl(
        "x509", "-inform", "DER", "-in", ceremony.pki().resolve(certificate + ".cer"), "-out", pem);
    return pem;
  }
}
