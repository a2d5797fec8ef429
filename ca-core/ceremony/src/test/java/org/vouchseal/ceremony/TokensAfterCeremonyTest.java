package org.vouchseal.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAbsent;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.Token;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.software.SoftwareToken;

/** Which token holds which key after one ceremony with the standard plan, and what opens it. */
class TokensAfterCeremonyTest {

  @TempDir private static Path folder;
  private static TestCeremony ceremony;

  @BeforeAll
  static void perform() throws Exception {
    ceremony = TestCeremony.in(folder);
    assertThat(ceremony.perform()).isTrue();
  }

  @Test
  void publishedKeysAndCertificates_areThoseOfTheTokens() {
    Token issuing = ceremony.token("issuing");
    Token keyservice = ceremony.token("keyservice");

    assertThat(ceremony.directory().publicKey("receipt"))
        .isEqualTo(keyservice.signing(KeyPurpose.RECEIPT).publicKey().getEncoded());
    assertThat(ceremony.directory().publicKey("order-decryption"))
        .isEqualTo(issuing.agreement(KeyPurpose.ORDER_DECRYPTION).publicKey().getEncoded());
    assertThat(ceremony.directory().publicKey("keyservice-secrets"))
        .isEqualTo(keyservice.agreement(KeyPurpose.KEYSERVICE_SECRETS).publicKey().getEncoded());
    assertCertified("root", ceremony.token("root"), KeyPurpose.ROOT_CA);
    assertCertified("smime", issuing, KeyPurpose.SMIME_CA);
    assertCertified("trust", issuing, KeyPurpose.TRUST_CA);
    assertCertified("cmp-signer", issuing, KeyPurpose.CMP_SIGNER);
    assertCertified("kga", keyservice, KeyPurpose.KGA);
    assertThat(ceremony.certificate("archive-transport").getPublicKey().getEncoded())
        .isEqualTo(keyservice.decryption(KeyPurpose.ARCHIVE_TRANSPORT).publicKey().getEncoded());
    assertCertified("ra-main", ceremony.token("ra"), KeyPurpose.RA_ORDER);
  }

  private static void assertCertified(String name, Token token, KeyPurpose purpose) {
    assertThat(ceremony.certificate(name).getPublicKey().getEncoded())
        .isEqualTo(token.signing(purpose).publicKey().getEncoded());
  }

  @Test
  void everyKeyHasItsToken_andNoOther() {
    List<KeyPurpose> signing =
        List.of(
            KeyPurpose.ROOT_CA,
            KeyPurpose.SMIME_CA,
            KeyPurpose.TRUST_CA,
            KeyPurpose.CMP_SIGNER,
            KeyPurpose.KGA,
            KeyPurpose.RECEIPT,
            KeyPurpose.OCSP_SMIME,
            KeyPurpose.OCSP_TRUST,
            KeyPurpose.RA_ORDER);
    assertThat(held("root", signing)).containsExactly("root-ca");
    assertThat(held("issuing", signing)).containsExactly("smime-ca", "trust-ca", "cmp-signer");
    assertThat(held("keyservice", signing)).containsExactly("kga", "receipt");
    assertThat(held("status", signing)).containsExactly("ocsp-smime", "ocsp-trust");
    assertThat(held("ra", signing)).containsExactly("ra-order");

    List<KeyPurpose> wrapping =
        List.of(
            KeyPurpose.ORDER_SECRET_SEAL,
            KeyPurpose.KEK,
            KeyPurpose.POOL_SEAL,
            KeyPurpose.KEYSERVICE_SECRET_SEAL);
    assertThat(held("issuing", wrapping)).containsExactly("order-secret-seal");
    assertThat(held("keyservice", wrapping))
        .containsExactly("kek", "pool-seal", "keyservice-secret-seal");
    for (String token : List.of("root", "status", "ra")) {
      assertThat(held(token, wrapping)).isEmpty();
    }
  }

  private static List<String> held(String token, List<KeyPurpose> asked) {
    Token opened = ceremony.token(token);
    List<String> held = new ArrayList<>();
    for (KeyPurpose purpose : asked) {
      try {
        Object unused =
            purpose.capability() == org.vouchseal.hsm.Capability.WRAP
                ? opened.wrapping(purpose)
                : opened.signing(purpose);
        held.add(purpose.name());
      } catch (KeyAbsent absent) {
        assertThat(absent).hasMessageContaining(token);
      }
    }
    return held;
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuing", "keyservice", "status", "ra"})
  void secretOfAServer_doesNotOpenTheRootToken(String server) {
    assertThatThrownBy(
            () ->
                SoftwareToken.open(
                    ceremony.tokens().resolve("root.p12"),
                    ceremony.secrets().resolve(server + "-token"),
                    TestCeremony.PROVIDERS,
                    new SecureRandom()))
        .isInstanceOf(TokenUnavailable.class);
  }

  @Test
  void noTokenOpensWithTheSecretOfAnother() {
    for (String token : TestCeremony.TOKENS) {
      for (String secret : TestCeremony.TOKENS) {
        if (!token.equals(secret)) {
          assertThatThrownBy(
                  () ->
                      SoftwareToken.open(
                          ceremony.tokens().resolve(token + ".p12"),
                          ceremony.secrets().resolve(secret + "-token"),
                          TestCeremony.PROVIDERS,
                          new SecureRandom()))
              .isInstanceOf(TokenUnavailable.class);
        }
      }
    }
  }
}
