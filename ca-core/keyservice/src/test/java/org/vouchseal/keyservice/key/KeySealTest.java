package org.vouchseal.keyservice.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.WrappingKey;
import org.vouchseal.hsm.provider.CryptoProviders;
import org.vouchseal.keyservice.fixtures.TestPki;

/** A key is sealed while the token's wrapping key gets new versions. */
class KeySealTest {

  private final Versions token = new Versions();
  private final KeySeal seal = new KeySeal(token, CryptoProviders.of("auto"), new SecureRandom());
  private final EncryptionKeyPair pair = KeyFixtures.of(TestPki.curveKeys());

  @Test
  void keyOfAnEarlierVersion_stillOpens() {
    SealedKey sealed = seal.seal(pair, bound("a"));
    token.current = 2;

    assertThat(open(sealed, "a").spki()).isEqualTo(pair.spki());
    assertThat(seal.seal(pair, bound("a")).dataKey().keyVersion()).isEqualTo(2);
  }

  @Test
  void versionThatChangesBetweenTwoCalls_isTheOneBound() {
    token.changeBeforeNextWrap = true;

    SealedKey sealed = seal.seal(pair, bound("a"));

    assertThat(sealed.dataKey().keyVersion()).isEqualTo(2);
    assertThat(open(sealed, "a").spki()).isEqualTo(pair.spki());
  }

  @Test
  void otherBinding_refuses() {
    SealedKey sealed = seal.seal(pair, bound("a"));

    assertThatThrownBy(() -> open(sealed, "b")).isInstanceOf(OpeningRefused.class);
  }

  @Test
  void everyKey_getsItsOwnDataKeyAndNonce() {
    SealedKey one = seal.seal(pair, bound("a"));
    byte[] firstDataKey = token.lastSecret;
    SealedKey two = seal.seal(pair, bound("a"));

    assertThat(token.lastSecret).hasSize(32).isNotEqualTo(firstDataKey);
    assertThat(Arrays.copyOf(two.blob(), 12)).isNotEqualTo(Arrays.copyOf(one.blob(), 12));
  }

  private EncryptionKeyPair open(SealedKey sealed, String bound) {
    return seal.open(sealed, bound(bound), pair.spki(), pair.subjectPublicKeyInfo());
  }

  private static SealBinding bound(String text) {
    return new SealBinding() {
      @Override
      public byte[] blobData() {
        return text.getBytes(StandardCharsets.UTF_8);
      }

      @Override
      public byte[] wrapData(int keyVersion, byte[] blobDigest) {
        return (keyVersion + HexFormat.of().formatHex(blobDigest)).getBytes(StandardCharsets.UTF_8);
      }
    };
  }

  /** Keeps what it wraps, by version and associated data. */
  private static final class Versions implements WrappingKey {
    private final Map<String, byte[]> kept = new HashMap<>();
    private int current = 1;
    private boolean changeBeforeNextWrap;
    private byte[] lastSecret = new byte[0];

    @Override
    public int currentVersion() {
      return current;
    }

    @Override
    public Wrapped wrap(byte[] secret, byte[] associatedData) {
      if (changeBeforeNextWrap) {
        changeBeforeNextWrap = false;
        current++;
      }
      lastSecret = secret.clone();
      kept.put(name(current, associatedData), secret.clone());
      return new Wrapped(current, new byte[0]);
    }

    @Override
    public byte[] unwrap(Wrapped wrapped, byte[] associatedData) {
      byte[] secret = kept.get(name(wrapped.keyVersion(), associatedData));
      if (secret == null) {
        throw new OpeningRefused("not wrapped so");
      }
      return secret.clone();
    }

    private static String name(int version, byte[] associatedData) {
      return version + ":" + HexFormat.of().formatHex(associatedData);
    }
  }
}
