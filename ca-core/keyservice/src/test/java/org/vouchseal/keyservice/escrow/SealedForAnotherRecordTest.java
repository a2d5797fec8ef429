package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeyFixtures;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.TenantId;

/**
 * The seal itself holds each field of a record, whatever is checked before it is opened: classes,
 * policies and versions that do not exist yet will.
 */
class SealedForAnotherRecordTest {

  private static final EncryptionKeyPair PAIR = KeyFixtures.of(TestPki.curveKeys());
  private static final KeyOwner OWNER = new KeyOwner(TenantId.MAIN, new OwnerId("alice"));
  private static final EscrowId ID = new EscrowId("esc-1");
  private static final SpkiDigest OTHER_KEY = SpkiDigest.of(new byte[] {1});

  private final KeySeal seal = TestRoom.empty().escrowSeal();
  private final EscrowBinding stored = binding(OWNER, ID, "ENC", "CLOUD", 1);
  private final SealedKey sealed = seal.seal(PAIR, stored);

  static Stream<EscrowBinding> others() {
    return List.of(
        binding(new KeyOwner(new TenantId("other"), OWNER.owner()), ID, "ENC", "CLOUD", 1),
        binding(new KeyOwner(OWNER.tenant(), new OwnerId("mallory")), ID, "ENC", "CLOUD", 1),
        binding(OWNER, new EscrowId("esc-2"), "ENC", "CLOUD", 1),
        new EscrowBinding(OWNER, ID, OTHER_KEY, "ENC", "CLOUD", 1),
        binding(OWNER, ID, "SIG", "CLOUD", 1),
        binding(OWNER, ID, "ENC", "VAULT", 1),
        binding(OWNER, ID, "ENC", "CLOUD", 2))
        .stream();
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherField_refuses(EscrowBinding other) {
    assertThatThrownBy(() -> seal.open(sealed, other, PAIR.spki(), PAIR.subjectPublicKeyInfo()))
        .isInstanceOf(OpeningRefused.class);
  }

  @Test
  void sameFields_open() {
    assertThat(seal.open(sealed, stored, PAIR.spki(), PAIR.subjectPublicKeyInfo()).spki())
        .isEqualTo(PAIR.spki());
  }

  private static EscrowBinding binding(
      KeyOwner owner, EscrowId id, String keyClass, String policy, int version) {
    return new EscrowBinding(owner, id, PAIR.spki(), keyClass, policy, version);
  }
}
