package org.vouchseal.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.issuing.lint.LintRules;
import org.vouchseal.issuing.profile.CertificateProfile;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.model.ProfileName;

/** Which key usages the replaced rule lets through, and that nothing else was replaced. */
class RuleForSignersTest {

  private static final CertificateProfiles PROFILES = SignersReceiveKeys.profiles();

  private static TBSCertificate with(int usage) throws Exception {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            new X500Name("CN=ca"),
            BigInteger.ONE,
            Date.from(Instant.EPOCH),
            Date.from(Instant.EPOCH),
            new X500Name("CN=x"),
            SubjectPublicKeyInfo.getInstance(Asked.keys("EC").getPublic().getEncoded()));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    return builder
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(Asked.keys("EC").getPrivate()))
        .toASN1Structure()
        .getTBSCertificate();
  }

  @ParameterizedTest
  @CsvSource({
    "signing, 128, true", // digitalSignature
    "signing, 136, true", // and keyAgreement
    "signing, 160, true", // and keyEncipherment
    "signing, 8, false",
    "signing, 32, false",
    "encryption, 32, true",
    "encryption, 8, true",
    "encryption, 160, false",
    "encryption, 136, false",
    "encryption, 128, false",
    "encryption-compat, 136, false",
    "cmp-signer, 128, true",
    "cmp-signer, 136, false",
    "kga, 160, false"
  })
  void keyUsage_isLetThrough(String profile, int usage, boolean passes) throws Exception {
    CertificateProfile rules = PROFILES.get(new ProfileName(profile));
    assertThat(SignersReceiveKeys.fault(with(usage), rules).isEmpty()).isEqualTo(passes);
  }

  @Test
  void oneRule_isReplacedAndTheResultSaysSo() {
    LintRules rules = SignersReceiveKeys.lint();
    assertThat(rules.rules()).hasSameSizeAs(LintRules.STANDARD.rules());
    assertThat(rules.rules())
        .filteredOn(LintRules.STANDARD.rules()::contains)
        .hasSize(rules.rules().size() - 1);
    assertThat(rules.name()).isNotEqualTo(LintRules.STANDARD.name());
    assertThatThrownBy(
            () -> LintRules.STANDARD.replacing("x", "no-such-rule", "", SignersReceiveKeys::fault))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void profilesOfTheProduct_areAsTheyWere() {
    assertThat(CertificateProfiles.standard().get(ProfileName.SIGNING).keyUsage())
        .isNotEqualTo(PROFILES.get(ProfileName.SIGNING).keyUsage());
    assertThat(PROFILES.get(ProfileName.ENCRYPTION).keyUsage())
        .isEqualTo(CertificateProfiles.standard().get(ProfileName.ENCRYPTION).keyUsage());
    assertThat(PROFILES.get(CertificateProfiles.KGA))
        .usingRecursiveComparison()
        .isEqualTo(CertificateProfiles.standard().get(CertificateProfiles.KGA));
  }
}
