package org.vouchseal.issuing.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.SubjectName.Attribute;
import org.vouchseal.model.SubjectName.AttributeType;

class ReadingTheTableOfProfilesTest {

  private final CertificateProfiles profiles = CertificateProfiles.standard();
  private final List<Mailbox> mailbox = List.of(Mailbox.parse("alice@example.org"));

  @Test
  void signingAndEncryption_haveDisjointUse() {
    CertificateProfile signing = profiles.get(ProfileName.SIGNING);
    CertificateProfile encryption = profiles.get(ProfileName.ENCRYPTION);
    assertThat(signing.keyClass()).isEqualTo(KeyClass.SIGN);
    assertThat(signing.escrowed()).isFalse();
    assertThat(encryption.escrowed()).isTrue();
    assertThat(encryption.keyUsage()).doesNotContainKey(KeyFamily.ED25519);
    assertThat(signing.longestValidity()).isEqualTo(Duration.ofDays(730));
    for (String name : List.of("encryption-compat", "encryption-cloud")) {
      CertificateProfile other = profiles.get(new ProfileName(name));
      assertThat(other.keyUsage()).isEqualTo(encryption.keyUsage());
      assertThat(other.smimeCapabilities()).isEqualTo(encryption.smimeCapabilities());
      assertThat(other.escrowed()).isTrue();
    }
  }

  @Test
  void encryptionProfileThatMaySign_isRefused() {
    assertFaulty("encryption.keyUsage.EC", "keyAgreement, digitalSignature");
    assertFaulty("encryption.keyUsage.RSA", "digitalSignature");
  }

  @Test
  void signingProfileThatMayEncrypt_isRefused() {
    assertFaulty("signing.keyUsage.RSA", "keyEncipherment");
  }

  @Test
  void endEntityThatMayCertify_isRefused() {
    assertFaulty("signing.keyUsage.EC", "digitalSignature, keyCertSign");
    assertFaulty("signing.basicConstraints", "ca");
  }

  @Test
  void wordsThatAreNotKnown_areRefused() {
    assertFaulty("signing.keys", "P-128");
    assertFaulty("signing.keys", "RSA 1024-8192");
    assertFaulty("signing.extendedKeyUsage", "serverAuth");
    assertFaulty("signing.policies", "any");
    assertFaulty("signing.subject", "none");
    assertFaulty("subject.strict.V1", "CN, OU?");
  }

  private static void assertFaulty(String key, String value) {
    Properties table = new Properties();
    try (var in = CertificateProfiles.class.getResourceAsStream("profiles.properties")) {
      table.load(in);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
    table.setProperty(key, value);
    assertThatThrownBy(() -> CertificateProfiles.of(table))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "V1, CN=alice@example.org, true",
    "V1, '', true",
    "V1, CN=Alice, false",
    "V1, CN=bob@example.org, false",
    "V1, O=Example, false",
    "V1, serialNumber=a-17, true",
    "V2, givenName=Alice;SN=Miller;CN=Alice Miller, true",
    "V2, givenName=Alice;SN=Miller;CN=Bob Miller, false",
    "V2, SN=Miller, true",
    "V2, CN=alice@example.org, false",
    "V2, pseudonym=ali;CN=ali, true",
    "V2, pseudonym=ali;SN=Miller, false",
    "V2, SN=Miller;L=Bonn, false",
    "V2, SN=Miller;L=Bonn;C=DE, true",
    "V2, SN=Miller;C=de, false",
    "V2, SN=Miller;O=Example, false",
    "V3, O=Example;organizationIdentifier=NTRDE-HRB1, true",
    "V3, O=Example;organizationIdentifier=NTRDE-HRB1;CN=Example, true",
    "V3, O=Example;organizationIdentifier=NTRDE-HRB1;CN=Other, false",
    "V3, O=Example, false",
    "V3, organizationIdentifier=NTRDE-HRB1, false",
    "V3, O=Example;organizationIdentifier=NTRDE-HRB1;C=FR, false",
    "V3, O=Example;organizationIdentifier=NTRDE-HRB1;SN=Miller, false",
    "V4, O=Example;organizationIdentifier=NTRDE-HRB1;SN=Miller, true",
    "V4, O=Example;organizationIdentifier=NTRDE-HRB1, false",
    "V4, O=-;organizationIdentifier=NTRDE-HRB1;SN=Miller, false",
  })
  void subjects_followTheTableOfTheirTier(AssuranceTier tier, String text, boolean fits) {
    List<String> faults =
        profiles
            .get(ProfileName.SIGNING)
            .subject()
            .faults(Optional.of(tier), subject(text), mailbox);
    assertThat(faults.isEmpty()).as(faults.toString()).isEqualTo(fits);
  }

  private static SubjectName subject(String text) {
    return new SubjectName(
        java.util.Arrays.stream(text.split(";"))
            .filter(part -> !part.isEmpty())
            .map(part -> part.split("=", 2))
            .map(part -> new Attribute(type(part[0]), part[1]))
            .toList());
  }

  private static AttributeType type(String label) {
    return java.util.Arrays.stream(AttributeType.values())
        .filter(t -> t.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void commonNameOf65Characters_isTooLong() {
    String name = "a".repeat(53) + "@example.org";
    List<String> faults =
        profiles
            .get(ProfileName.SIGNING)
            .subject()
            .faults(
                Optional.of(AssuranceTier.V1),
                SubjectName.commonName(name),
                List.of(Mailbox.parse(name)));
    assertThat(faults).containsExactly("CN has 65 characters, the limit is 64");
  }

  @ParameterizedTest
  @CsvSource({
    "NTRGB-12345678, true",
    "NTRUS+CA-12345678, true",
    "VATEL-123456789, true",
    "LEIXG-ABCDEFGHIJKLMNOPQR12, true",
    "GOVUS+CA, true",
    "INTXG, true",
    "NTRDE-DER3306.HRB12345, true",
    "NTRDE-A-B, true",
    "NTRDE, false",
    "NTRZZ-1, false",
    "XXXDE-1, false",
    "LEIDE-ABCDEFGHIJKLMNOPQR12, false",
    "LEIXG-SHORT, false",
    "NTRUS+CALI-1, false",
    "GOVUS-1, false",
    "ntrDE-1, false",
  })
  void organizationIdentifiers_followTheirGrammar(String text, boolean fits) {
    assertThat(OrganizationIdentifier.parse(text).isPresent()).isEqualTo(fits);
  }
}
