package org.vouchseal.keyservice.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.fixtures.TestPki;

/** A key pair for encryption while it is in memory. */
class EncryptionKeyPairTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  @ParameterizedTest
  @ValueSource(strings = {"auto", "fallback"})
  void madeKeys_areOfTheirKindAndWhole(String crypto) {
    CryptoProviders providers = CryptoProviders.of(crypto);
    for (EncryptionAlgorithm algorithm : EncryptionAlgorithm.values()) {
      try (EncryptionKeyPair pair = new MakeEncryptionKey(providers, RANDOM).make(algorithm)) {
        assertThat(pair.algorithm()).isEqualTo(algorithm);
        assertThat(new PairwiseCheck(providers, RANDOM).holds(pair)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(EncryptionAlgorithm.class)
  void mismatchedHalves_failThePairwiseCheck(EncryptionAlgorithm algorithm) {
    CryptoProviders providers = CryptoProviders.of("auto");
    EncryptionKeyPair pair =
        KeyFixtures.mismatched(
            new MakeEncryptionKey(providers, RANDOM).make(algorithm),
            new MakeEncryptionKey(providers, RANDOM).make(algorithm));
    assertThat(pair.algorithm()).isEqualTo(algorithm);

    assertThat(new PairwiseCheck(providers, RANDOM).holds(pair)).isFalse();
  }

  @Test
  void closing_wipesThePrivateHalf() {
    byte[] privateKeyInfo = TestPki.curveKeys().getPrivate().getEncoded();
    EncryptionKeyPair pair =
        new EncryptionKeyPair(TestPki.curveKeys().getPublic().getEncoded(), privateKeyInfo);

    pair.close();

    assertThat(privateKeyInfo).containsOnly(0);
    assertThatThrownBy(() -> pair.withPrivateKeyInfo(key -> key.length))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void lentPrivateHalf_isWipedAfterUse() {
    EncryptionKeyPair pair = KeyFixtures.of(TestPki.curveKeys());
    AtomicReference<byte[]> kept = new AtomicReference<>();

    pair.withPrivateKeyInfo(
        lent -> {
          kept.set(lent);
          return true;
        });

    assertThat(kept.get()).containsOnly(0);
  }

  @Test
  void text_namesThePublicHalfOnly() {
    EncryptionKeyPair pair = KeyFixtures.of(TestPki.curveKeys());

    assertThat(pair).hasToString("EncryptionKeyPair[P_256, spki " + pair.spki() + "]");
  }

  @Test
  void keyOfAnotherKind_isNone() {
    assertThatThrownBy(() -> KeyFixtures.of(TestPki.rsaKeys(1024)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
