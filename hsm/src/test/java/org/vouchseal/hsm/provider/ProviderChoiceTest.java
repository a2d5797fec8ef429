package org.vouchseal.hsm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.SignatureAlgorithm;

class ProviderChoiceTest {

  @Test
  void accp_takesCorrettoForCurvesRsaAndEdwards_andTheJdkForTheRest() throws Exception {
    CryptoProviders accp = CryptoProviders.of("accp");

    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      assertThat(accp.signature(algorithm).getProvider().getName())
          .isEqualTo("AmazonCorrettoCryptoProvider");
    }
    assertThat(accp.ecdh().getProvider().getName()).isEqualTo("AmazonCorrettoCryptoProvider");
    assertThat(accp.digest("SHA-256").getProvider().getName()).isEqualTo("SUN");
    assertThat(accp.mac("HmacSHA256").getProvider().getName()).isEqualTo("SunJCE");
    assertThat(accp.cipher("AES/GCM/NoPadding").getProvider().getName()).isEqualTo("SunJCE");
    assertThat(accp.secretKeyFactory("PBKDF2WithHmacSHA256").getProvider().getName())
        .isEqualTo("SunJCE");
    assertThat(accp.choice()).isEqualTo("accp");
  }

  @Test
  void fallback_takesBouncyCastleForCurves_andTheJdkForRsa() throws Exception {
    CryptoProviders fallback = CryptoProviders.of("fallback");

    assertThat(fallback.signature(SignatureAlgorithm.ECDSA_SHA256).getProvider().getName())
        .isEqualTo("BC");
    assertThat(fallback.signature(SignatureAlgorithm.ED25519).getProvider().getName())
        .isEqualTo("BC");
    assertThat(fallback.signature(SignatureAlgorithm.RSA_SHA256).getProvider().getName())
        .isEqualTo("SunRsaSign");
    assertThat(fallback.rsaCipher("RSA/ECB/OAEPPadding").getProvider().getName())
        .isEqualTo("SunJCE");
    assertThat(fallback.choice()).isEqualTo("fallback");
  }

  @Test
  void auto_isAccpWhereItIsHealthy() {
    assertThat(CryptoProviders.of("auto").choice()).isEqualTo("accp");
    assertThat(CryptoProviders.of("AUTO").choice()).isEqualTo("accp");
  }

  @Test
  void anyOtherSetting_isRefusedNamingIt() {
    for (String setting : List.of("", "sun", "accp,fallback", " auto")) {
      assertThatThrownBy(() -> CryptoProviders.of(setting))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("VOUCHSEAL_CRYPTO", "auto, accp or fallback", setting);
    }
  }

  @Test
  void choice_isLoggedWithProvidersAndVersions() {
    List<String> lines = new ArrayList<>();
    Handler collecting =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(new SimpleFormatter().formatMessage(line));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger(CryptoProviders.class.getName());
    log.addHandler(collecting);
    try {
      CryptoProviders unused = CryptoProviders.of("fallback");
      unused = CryptoProviders.of("accp");
    } finally {
      log.removeHandler(collecting);
    }

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains("fallback", "curves by BC 1.86", "RSA by SunRsaSign");
    assertThat(lines.get(1)).contains("accp", "curves by AmazonCorrettoCryptoProvider 2.5.0");
  }

  @Test
  void listOfTheJvmsProviders_isLeftAsItWas() throws Exception {
    List<Provider> before = List.of(Security.getProviders());

    for (String setting : List.of("auto", "accp", "fallback")) {
      CryptoProviders providers = CryptoProviders.of(setting);
      for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
        Object unused = providers.signature(algorithm);
      }
      Object unused = providers.keyPairGenerator("Ed25519").generateKeyPair();
      unused = providers.ecdh();
    }

    assertThat(Security.getProviders()).containsExactlyElementsOf(before);
    assertThat(Security.getProvider("BC")).isNull();
    assertThat(Security.getProvider("AmazonCorrettoCryptoProvider")).isNull();
  }
}
