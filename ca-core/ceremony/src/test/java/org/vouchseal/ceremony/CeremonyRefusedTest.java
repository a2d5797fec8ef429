package org.vouchseal.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.model.runtime.HaltPoint;

class CeremonyRefusedTest {

  @TempDir private Path folder;
  private TestCeremony ceremony;

  @BeforeEach
  void begin() throws IOException {
    ceremony = TestCeremony.in(folder);
  }

  @Test
  void otherPublicUrlAfterwards_isRefusedNamingBoth() {
    assertThat(ceremony.perform()).isTrue();
    Map<String, String> before = ceremony.files();

    assertThatThrownBy(() -> ceremony.publicUrl("http://ca.example.org").perform())
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContaining(
            "publicUrl was http://localhost:8080 and is now http://ca.example.org");
    assertThat(ceremony.files()).isEqualTo(before);
  }

  @Test
  void otherPlanAfterwards_isRefusedNamingEveryDifference() throws IOException {
    assertThat(ceremony.perform()).isTrue();
    Map<String, String> before = ceremony.files();
    ceremony
        .planWith("algorithm: P384", "algorithm: RSA4096")
        .planWith("tiers: [V1]", "tiers: [V1, V2]")
        .reservedPolicy(true);

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContainingAll(
            "certificates.root.algorithm was P384 and is now RSA4096",
            "registrationAuthorities.main.tiers was V1 and is now V1,V2",
            "cabfPolicy was false and is now true");
    assertThat(ceremony.files()).isEqualTo(before);
  }

  @Test
  void otherPlanInTheMiddle_isRefusedToo_beforeAnyKeyIsMade() throws IOException {
    HaltPoint halt =
        name -> {
          throw new IllegalStateException(name);
        };
    assertThatThrownBy(() -> ceremony.perform(halt)).hasMessage("ceremony.plan");
    ceremony.planWith("algorithm: P384", "algorithm: P256");

    assertThatThrownBy(ceremony::perform).isInstanceOf(CeremonyRefused.class);
    assertThat(ceremony.tokens()).doesNotExist();
  }

  @Test
  void commentsAndOrderOfThePlan_mayChange() throws IOException {
    assertThat(ceremony.perform()).isTrue();
    ceremony.planWith("rootCrl:", "# a remark\nrootCrl:").planWith("[V1]", "[ \"V1\" ]");

    assertThat(ceremony.perform()).isFalse();
  }

  @Test
  void tokensOfAnotherCeremony_areRefusedBeforeSigning() throws IOException {
    HaltPoint halt =
        name -> {
          if (name.equals("ceremony.written.smime.cer")) {
            throw new IllegalStateException(name);
          }
        };
    assertThatThrownBy(() -> ceremony.perform(halt)).isInstanceOf(IllegalStateException.class);
    Files.delete(ceremony.tokens().resolve("issuing.p12"));

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContainingAll("smime", "another key");
  }

  @Test
  void certificateBegunWithAnotherKey_isNotSigned() throws IOException {
    HaltPoint halt =
        name -> {
          if (name.equals("ceremony.recorded.smime.cer")) {
            throw new IllegalStateException(name);
          }
        };
    assertThatThrownBy(() -> ceremony.perform(halt)).isInstanceOf(IllegalStateException.class);
    Files.delete(ceremony.tokens().resolve("issuing.p12"));

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContainingAll("smime.cer was begun", "bring back the tokens");
    assertThat(ceremony.pki().resolve("smime.cer")).doesNotExist();
  }

  /** A certificate in the place of the revocation list would make the root sign it. */
  @Test
  void bytesPlantedAsRecorded_areNotSigned() throws IOException {
    HaltPoint halt =
        name -> {
          if (name.equals("ceremony.recorded.root.crl")) {
            throw new IllegalStateException(name);
          }
        };
    assertThatThrownBy(() -> ceremony.perform(halt)).isInstanceOf(IllegalStateException.class);
    Path record = ceremony.pki().resolve("recorded/root.crl.tbs");
    byte[] good = Files.readAllBytes(record);
    byte[] longer = good.clone();
    longer[good.length - 1] ^= 2;
    Path certificate = ceremony.pki().resolve("recorded/smime.cer.tbs");

    for (byte[] planted : List.of(Files.readAllBytes(certificate), longer, new byte[] {5, 0})) {
      Files.write(record, planted);
      assertThatThrownBy(ceremony::perform)
          .isInstanceOf(CeremonyRefused.class)
          .hasMessageContaining("root.crl was begun");
      assertThat(ceremony.pki().resolve("root.crl")).doesNotExist();
    }
    Files.write(record, good);
    assertThat(ceremony.perform()).isTrue();
  }

  @Test
  void missingSecret_isRefusedNamingTheFile_andTheCeremonyCanGoOnLater() throws IOException {
    Path secret = ceremony.secrets().resolve("status-token");
    Files.delete(secret);

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(TokenUnavailable.class)
        .hasMessageContaining(secret.toString());
    ceremony.writeSecret("status");
    assertThat(ceremony.perform()).isTrue();
  }

  @Test
  void secondCeremonyAtTheSameTime_isRefused() {
    HaltPoint halt =
        name -> {
          if (name.equals("ceremony.index")) {
            assertThatThrownBy(ceremony::perform)
                .isInstanceOf(CeremonyRefused.class)
                .hasMessageContaining("is running");
          }
        };

    assertThat(ceremony.perform(halt)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "algorithm: P384 | algorithm: P521 | certificates.root.algorithm must be one of [P256, P384, RSA4096], found P521",
        "algorithm: P384 | algorithm: RSA2048 | found RSA2048",
        "algorithm: P384 | algorithm: ED25519 | found ED25519",
        "receipt: P256 | receipt: RSA3072 | keys.receipt must be one of [P256, P384], found RSA3072",
        "order-decryption: P256 | order-decryption: AES256 | keys.order-decryption must be",
        "receipt: P256 | recipt: P256 | keys.receipt is missing",
        "receipt: P256 | recipt: P256 | keys.recipt is not an entry of a plan",
        "validityDays: 365 | validityDays: 366 | rootCrl.validityDays must be a whole number from 1 to 365, found 366",
        "validityDays: 365 | validityDays: 0 | found 0",
        "validityDays: 365 | validityDays: a year | found a year",
        "validityDays: 9131 | validityDays: 100 | smime lives 5479 days, its issuer root only 100",
        "name: Vouchseal | name: '' | organization.name is blank",
        "tiers: [V1] | tiers: [V5] | registrationAuthorities.main.tiers must be a list of",
        "tiers: [V1] | tiers: [] | registrationAuthorities.main.tiers is blank",
        "mailDomains: [\"*\"] | mailDomains: [\"*\", a.example] | found *",
        "mailDomains: [\"*\"] | mailDomains: [Example.org] | found Example.org",
        "mailDomains: [\"*\"] | mailDomains: [bücher.example] | found bücher.example",
        "dailyQuota: 10000 | dailyQuota: -1 | found -1",
        "encryptionCompat: true | encryptionCompat: maybe | must be true or false",
        "  main: | other: | registrationAuthorities.main is missing",
        "  main: | Main!: | must be a name of lower-case words",
        "dailyQuota: 10000 | dailyQuota: | must be text, a whole number, true or false",
        "dailyQuota: 10000 | dailyQuota: 1.5 | must be text, a whole number, true or false",
        "receipt: P256 | kga: P256 | keys.kga is not an entry of a plan",
        "country: XX | country: Utopia | breaks its profile",
        "commonName: Vouchseal CMP | commonName: '.' | breaks its profile",
        "validityDays: 9131 | validityDays: 9999 | its profile allows 9131",
      })
  void faultyPlan_isRefusedNamingEntryAndValue(String text, String replacement, String fault)
      throws IOException {
    ceremony.planWith(text.strip(), replacement.strip());

    assertThatThrownBy(ceremony::perform)
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContaining(fault);
  }

  @Test
  void allFaultsOfAPlan_areNamedAtOnce() throws IOException {
    ceremony.planWith("algorithm: P384", "algorithm: X").planWith("country: XX", "cuntry: XX");

    assertThatThrownBy(ceremony::perform)
        .hasMessageContainingAll("found X", "organization.country is missing", "cuntry");
    assertThat(ceremony.pki()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:8080",
        "ftp://localhost",
        "http://localhost:8080/",
        "http://",
        "http:///path",
        "http://user@host",
        "http://host?x=1",
        "http://host#x",
        "http://a b"
      })
  void publicUrlThatIsNone_isRefused(String url) {
    assertThatThrownBy(() -> ceremony.publicUrl(url).perform())
        .isInstanceOf(CeremonyRefused.class)
        .hasMessageContaining("publicUrl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: &x [1]\nb: *x\nc: [*x, *x]",
        "a: 1\na: 2",
        "!!java.net.URL [http://localhost]",
        "- 1",
        "just text",
        "",
        "a: [[1]]",
        "\t"
      })
  void fileThatIsNoPlan_isRefused(String content) throws IOException {
    Files.writeString(ceremony.plan(), content);

    assertThatThrownBy(ceremony::perform).isInstanceOf(CeremonyRefused.class);
    assertThat(ceremony.pki()).doesNotExist();
  }
}
