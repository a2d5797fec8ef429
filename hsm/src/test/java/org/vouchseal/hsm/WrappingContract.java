package org.vouchseal.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vouchseal.hsm.TokenContract.BINDING;
import static org.vouchseal.hsm.TokenContract.SECRET;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The part of {@link TokenContract} for keys that wrap other keys. */
public interface WrappingContract {

  TokenAdministration administration();

  Token open();

  private WrappingKey kek() {
    assertThat(administration().ensure(KeyPurpose.KEK, KeyAlgorithm.AES256)).isTrue();
    return open().wrapping(KeyPurpose.KEK);
  }

  @Test
  default void wrapped_opensOnlyWithTheSameAssociatedData() {
    WrappingKey key = kek();

    Wrapped wrapped = key.wrap(SECRET, BINDING);

    assertThat(wrapped.keyVersion()).isEqualTo(1).isEqualTo(key.currentVersion());
    assertThat(wrapped.box()).hasSize(12 + SECRET.length + 16);
    assertThat(key.unwrap(wrapped, BINDING)).isEqualTo(SECRET);
    for (int i = 0; i < BINDING.length; i++) {
      byte[] other = BINDING.clone();
      other[i] ^= 1;
      assertThatThrownBy(() -> key.unwrap(wrapped, other)).isInstanceOf(OpeningRefused.class);
    }
    assertThatThrownBy(() -> key.unwrap(wrapped, new byte[0])).isInstanceOf(OpeningRefused.class);
  }

  @Test
  default void wrappedBoxChangedInAnyOctet_isRefused() {
    WrappingKey key = kek();
    Wrapped wrapped = key.wrap(SECRET, BINDING);

    for (int i = 0; i < wrapped.box().length; i++) {
      byte[] box = wrapped.box().clone();
      box[i] ^= 0x40;
      assertThatThrownBy(() -> key.unwrap(new Wrapped(1, box), BINDING))
          .isInstanceOf(OpeningRefused.class);
    }
    for (int length = 0; length < wrapped.box().length; length++) {
      byte[] cut = Arrays.copyOf(wrapped.box(), length);
      assertThatThrownBy(() -> key.unwrap(new Wrapped(1, cut), BINDING))
          .isInstanceOf(OpeningRefused.class);
    }
  }

  @Test
  default void wrappingTwice_neverRepeatsANonce() {
    WrappingKey key = kek();
    Set<String> nonces = new HashSet<>();

    for (int i = 0; i < 1000; i++) {
      nonces.add(Arrays.toString(Arrays.copyOf(key.wrap(SECRET, BINDING).box(), 12)));
    }

    assertThat(nonces).hasSize(1000);
  }

  @Test
  default void newVersionOfAWrappingKey_wraps_whileTheOldOneStillOpens() {
    WrappingKey before = kek();
    Wrapped old = before.wrap(SECRET, BINDING);

    assertThat(administration().addVersion(KeyPurpose.KEK)).isEqualTo(2);
    WrappingKey key = open().wrapping(KeyPurpose.KEK);
    Wrapped recent = key.wrap(SECRET, BINDING);

    assertThat(key.currentVersion()).isEqualTo(2).isEqualTo(recent.keyVersion());
    assertThat(key.unwrap(old, BINDING)).isEqualTo(SECRET);
    assertThat(key.unwrap(recent, BINDING)).isEqualTo(SECRET);
    for (Wrapped wrongVersion :
        List.of(
            new Wrapped(2, old.box()),
            new Wrapped(1, recent.box()),
            new Wrapped(3, old.box()),
            new Wrapped(0, old.box()))) {
      assertThatThrownBy(() -> key.unwrap(wrongVersion, BINDING))
          .isInstanceOf(OpeningRefused.class);
    }
  }

  @Test
  default void newVersion_isForExistingSymmetricKeysOnly() {
    boolean unused = administration().ensure(KeyPurpose.RECEIPT, KeyAlgorithm.P256);

    assertThatThrownBy(() -> administration().addVersion(KeyPurpose.RECEIPT))
        .isInstanceOf(KeyAbsent.class);
    assertThatThrownBy(() -> administration().addVersion(KeyPurpose.KEK))
        .isInstanceOf(KeyAbsent.class);
  }

  @Test
  default void wrappingKeys_ofTwoPurposes_doNotOpenEachOthersBoxes() {
    boolean unused = administration().ensure(KeyPurpose.KEK, KeyAlgorithm.AES256);
    unused = administration().ensure(KeyPurpose.POOL_SEAL, KeyAlgorithm.AES256);
    Token token = open();
    Wrapped pool = token.wrapping(KeyPurpose.POOL_SEAL).wrap(SECRET, BINDING);

    assertThatThrownBy(() -> token.wrapping(KeyPurpose.KEK).unwrap(pool, BINDING))
        .isInstanceOf(OpeningRefused.class);
  }
}
