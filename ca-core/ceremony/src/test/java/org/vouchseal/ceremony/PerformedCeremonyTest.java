package org.vouchseal.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.ceremony.TestCeremony.openssl;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.issuing.profile.OwnOids;
import org.vouchseal.model.directory.RegistrationAuthorityEntry;

/** What one ceremony with the standard plan leaves behind. */
class PerformedCeremonyTest {

  private static final Instant NOW = Instant.now().minusSeconds(60);
  @TempDir private static Path folder;
  private static TestCeremony ceremony;

  @BeforeAll
  static void perform() throws Exception {
    ceremony = TestCeremony.in(folder).clock(Clock.fixed(NOW, ZoneOffset.UTC));
    assertThat(ceremony.perform()).isTrue();
  }

  static Stream<Arguments> profiles() {
    boolean[] ca = {false, false, false, false, false, true, true, false, false};
    boolean[] transport = {false, false, true, false, false, false, false, false, false};
    boolean[] signer = {true, false, false, false, false, false, false, false, false};
    String own = "http://localhost:8080";
    List<String> rootCrl = List.of(own + "/pki/root.crl");
    List<String> rootIssuer = List.of("caIssuers " + own + "/pki/root.cer");
    List<String> trustCrl = List.of(own + "/pki/trust.crl");
    List<String> trustIssuer =
        List.of("ocsp " + own + "/ocsp", "caIssuers " + own + "/pki/trust.cer");
    return Stream.of(
        Arguments.of("root", "root", ca, Integer.MAX_VALUE, null, List.of(), List.of()),
        Arguments.of("smime", "root", ca, 0, List.of("1.3.6.1.5.5.7.3.4"), rootCrl, rootIssuer),
        Arguments.of(
            "trust",
            "root",
            ca,
            0,
            List.of(
                "1.3.6.1.5.5.7.3.27",
                "1.3.6.1.5.5.7.3.32",
                "1.3.6.1.5.5.7.3.29",
                "1.3.6.1.5.5.7.3.8",
                OwnOids.ORDER_SIGNING,
                OwnOids.LOCATION_STAMPING),
            rootCrl,
            rootIssuer),
        Arguments.of(
            "cmp-signer",
            "trust",
            signer,
            -1,
            List.of("1.3.6.1.5.5.7.3.27"),
            trustCrl,
            trustIssuer),
        Arguments.of(
            "kga", "trust", signer, -1, List.of("1.3.6.1.5.5.7.3.32"), trustCrl, trustIssuer),
        Arguments.of(
            "archive-transport",
            "trust",
            transport,
            -1,
            List.of("1.3.6.1.5.5.7.3.29"),
            trustCrl,
            trustIssuer),
        Arguments.of(
            "ra-main", "trust", signer, -1, List.of(OwnOids.ORDER_SIGNING), trustCrl, trustIssuer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("profiles")
  void certificate_isAfterItsProfile(
      String name,
      String issuer,
      boolean[] keyUsage,
      int pathLength,
      List<String> purposes,
      List<String> crls,
      List<String> access)
      throws Exception {
    X509Certificate certificate = ceremony.certificate(name);

    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getKeyUsage()).isEqualTo(keyUsage);
    assertThat(certificate.getBasicConstraints()).isEqualTo(pathLength);
    assertThat(certificate.getExtendedKeyUsage()).isEqualTo(purposes);
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(ceremony.certificate(issuer).getSubjectX500Principal());
    assertThat(certificate.getSerialNumber().bitLength()).isEqualTo(127);
    certificate.verify(ceremony.certificate(issuer).getPublicKey());
    Addresses addresses = Addresses.of(certificate);
    assertThat(addresses.crls()).isEqualTo(crls);
    assertThat(addresses.access()).isEqualTo(access);
    Set<String> critical = new HashSet<>(certificate.getCriticalExtensionOIDs());
    Set<String> expected = pathLength < 0 ? Set.of("2.5.29.15") : Set.of("2.5.29.15", "2.5.29.19");
    assertThat(critical).isEqualTo(expected);
  }

  private record Addresses(List<String> crls, List<String> access) {

    static Addresses of(X509Certificate certificate) throws Exception {
      X509CertificateHolder holder = new X509CertificateHolder(certificate.getEncoded());
      List<String> crls = new ArrayList<>();
      Extension points = holder.getExtension(Extension.cRLDistributionPoints);
      if (points != null) {
        for (var point :
            org.bouncycastle.asn1.x509.CRLDistPoint.getInstance(points.getParsedValue())
                .getDistributionPoints()) {
          for (var name :
              org.bouncycastle.asn1.x509.GeneralNames.getInstance(
                      point.getDistributionPoint().getName())
                  .getNames()) {
            crls.add(name.getName().toString());
          }
        }
      }
      List<String> access = new ArrayList<>();
      Extension authority = holder.getExtension(Extension.authorityInfoAccess);
      if (authority != null) {
        for (var description :
            org.bouncycastle.asn1.x509.AuthorityInformationAccess.getInstance(
                    authority.getParsedValue())
                .getAccessDescriptions()) {
          boolean ocsp = description.getAccessMethod().getId().equals("1.3.6.1.5.5.7.48.1");
          access.add((ocsp ? "ocsp " : "caIssuers ") + description.getAccessLocation().getName());
        }
      }
      return new Addresses(crls, access);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "root, 9131, EC 384",
    "smime, 5479, EC 256",
    "trust, 5479, EC 256",
    "cmp-signer, 1096, EC 256",
    "kga, 1096, EC 256",
    "ra-main, 1096, EC 256"
  })
  void certificate_hasTheKeyAndLifeOfThePlan(String name, int days, String key) {
    X509Certificate certificate = ceremony.certificate(name);
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();

    assertThat(Duration.between(from, to).plusSeconds(1)).isEqualTo(Duration.ofDays(days));
    assertThat(from).isBeforeOrEqualTo(NOW).isAfter(NOW.minus(Duration.ofMinutes(10)));
    java.security.interfaces.ECPublicKey publicKey =
        (java.security.interfaces.ECPublicKey) certificate.getPublicKey();
    assertThat("EC " + publicKey.getParams().getCurve().getField().getFieldSize()).isEqualTo(key);
    assertThat(certificate.getSubjectX500Principal().getName())
        .startsWith("CN=Vouchseal")
        .endsWith("O=Vouchseal,C=XX");
  }

  @Test
  void openssl_verifiesEveryCertificateStrictly() throws Exception {
    Path root = pem("root");
    Path crl = pemCrl();
    for (String authority : List.of("smime", "trust")) {
      String said =
          openssl(
              "verify",
              "-x509_strict",
              "-crl_check",
              "-CAfile",
              root,
              "-CRLfile",
              crl,
              "-policy_check",
              pem(authority));
      assertThat(said).contains("OK");
    }
    assertThat(openssl("verify", "-x509_strict", "-check_ss_sig", "-CAfile", root, root))
        .contains("OK");
    for (String service : List.of("cmp-signer", "kga", "archive-transport", "ra-main")) {
      assertThat(
              openssl(
                  "verify",
                  "-x509_strict",
                  "-CAfile",
                  root,
                  "-untrusted",
                  pem("trust"),
                  pem(service)))
          .contains("OK");
    }
  }

  @Test
  void rootCrl_verifies_isEmpty_andLastsTwelveMonths() throws Exception {
    assertThat(openssl("crl", "-in", pemCrl(), "-noout", "-CAfile", pem("root"), "-verify"))
        .contains("verify OK");
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(ceremony.directory().rootCrl()));
    X509CRLHolder holder = new X509CRLHolder(ceremony.directory().rootCrl());

    assertThat(crl.getVersion()).isEqualTo(2);
    assertThat(crl.getRevokedCertificates()).isNull();
    assertThat(Duration.between(crl.getThisUpdate().toInstant(), crl.getNextUpdate().toInstant()))
        .isLessThanOrEqualTo(Duration.ofDays(365))
        .isGreaterThan(Duration.ofDays(364));
    assertThat(
            org.bouncycastle.asn1.ASN1Integer.getInstance(
                    holder.getExtension(Extension.cRLNumber).getParsedValue())
                .intValueExact())
        .isEqualTo(1);
    assertThat(holder.getExtensionOIDs())
        .containsExactlyInAnyOrder(Extension.authorityKeyIdentifier, Extension.cRLNumber);
  }

  private static Path pem(String name) throws Exception {
    Path file = folder.resolve(name + ".pem");
    String unused =
        openssl(
            "x509", "-inform", "DER", "-in", ceremony.pki().resolve(name + ".cer"), "-out", file);
    return file;
  }

  private static Path pemCrl() throws Exception {
    Path file = folder.resolve("root-crl.pem");
    String unused =
        openssl("crl", "-inform", "DER", "-in", ceremony.pki().resolve("root.crl"), "-out", file);
    return file;
  }

  @Test
  void directory_isReadableByEveryRoom() {
    assertThat(ceremony.directory().publicUrl()).isEqualTo("http://localhost:8080");
    assertThat(ceremony.directory().certificateNames())
        .containsExactly(
            "archive-transport", "cmp-signer", "kga", "ra-main", "root", "smime", "trust");
    assertThat(ceremony.directory().registrationAuthorities())
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(
            new RegistrationAuthorityEntry(
                "main",
                RegistrationAuthorityEntry.Speech.ORDERS,
                ceremony.directory().certificate("ra-main"),
                List.of("V1"),
                List.of("*"),
                10_000,
                true,
                true,
                false));
  }

  @Test
  void publicFolder_holdsNoSecretAndNoPrivateKey() throws Exception {
    for (String token : TestCeremony.TOKENS) {
      String secret = Files.readString(ceremony.secrets().resolve(token + "-token"));
      for (String content : ceremony.files().values()) {
        assertThat(content).doesNotContain(java.util.HexFormat.of().formatHex(secret.getBytes()));
      }
    }
    assertThat(ceremony.files().keySet())
        .allMatch(name -> name.matches("[a-z-]+\\.(cer|crl|spki)|pki\\.properties|recorded/.*"));
  }

  @Test
  void secondCeremony_leavesEveryByteAlone_evenWithoutAnyTokenOrSecret() throws Exception {
    var pki = ceremony.files();
    var tokens = TestCeremony.files(ceremony.tokens());

    assertThat(ceremony.perform()).isFalse();

    assertThat(ceremony.files()).isEqualTo(pki);
    assertThat(TestCeremony.files(ceremony.tokens())).isEqualTo(tokens);
    Path secrets = ceremony.secrets();
    Files.move(secrets, folder.resolve("locked-away"));
    try {
      assertThat(ceremony.perform()).isFalse();
    } finally {
      Files.move(folder.resolve("locked-away"), secrets);
    }
    assertThat(ceremony.files()).isEqualTo(pki);
  }
}
