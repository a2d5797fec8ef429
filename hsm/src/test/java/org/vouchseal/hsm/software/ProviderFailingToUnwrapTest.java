package org.vouchseal.hsm.software;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.TokenUnavailable;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.hsm.provider.CryptoProviders;

class ProviderFailingToUnwrapTest {

  private static final byte[] BOUND = {1};

  @Test
  void faultOfTheProvider_isNoVerdictOnTheBox() {
    assertThatThrownBy(() -> key(new byte[5]).unwrap(box(), BOUND))
        .isInstanceOf(TokenUnavailable.class)
        .hasCauseInstanceOf(InvalidKeyException.class);
  }

  @Test
  void wrongTag_isOne() {
    Wrapped box = box();
    assertThatThrownBy(() -> key(new byte[32]).unwrap(box, new byte[] {2}))
        .isInstanceOf(OpeningRefused.class);
  }

  private static Wrapped box() {
    return key(new byte[32]).wrap(new byte[16], BOUND);
  }

  private static SoftwareWrappingKey key(byte[] octets) {
    return new SoftwareWrappingKey(
        KeyPurpose.POOL_SEAL,
        new TreeMap<>(Map.of(1, new SecretKeySpec(octets, "AES"))),
        CryptoProviders.of("fallback"),
        new SecureRandom());
  }
}
