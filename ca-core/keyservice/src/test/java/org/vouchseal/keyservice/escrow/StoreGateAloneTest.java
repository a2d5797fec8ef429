package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeyFixtures;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.testdatabase.TestDatabase;

/** Each gate of escrow that stands in this room, with the others taken away. */
class StoreGateAloneTest {

  private final TestRoom parts = TestRoom.empty();

  @Test
  void orderWithoutEncryptionProfile_isRefusedByTheOrderAlone() {
    StoreEscrow escrow = Escrows.escrowWith(parts, List.of(new OrderOfEncryptionClass()));
    Orders signingOnly = Orders.forAlice().profiles(ProfileName.SIGNING);

    assertThatThrownBy(() -> escrow.store(p256(signingOnly)))
        .isInstanceOf(EscrowRefused.class)
        .hasMessage("the order does not name profile encryption");
    assertThat(stored()).isZero();
    assertThat(Escrows.escrowWith(parts, List.of()).store(p256(signingOnly))).isNotNull();
  }

  @Test
  void signingProfile_isRefusedByTheOrderAlone() {
    StoreEscrow escrow = Escrows.escrowWith(parts, List.of(new OrderOfEncryptionClass()));
    EscrowRequest request =
        new EscrowRequest(
            Orders.forAlice().order(),
            ProfileName.SIGNING,
            new byte[] {1},
            "0".repeat(64),
            EncryptionAlgorithm.P_256);

    assertThatThrownBy(() -> escrow.store(request))
        .isInstanceOf(EscrowRefused.class)
        .hasMessage("profile signing is not one of encryption keys");
    assertThat(stored()).isZero();
  }

  @Test
  void curveKeyThatDoesNotReproduceItsPublicHalf_isRefusedByTheSelfTestAlone() {
    assertRefusedBySelfTest(
        KeyFixtures.mismatched(TestPki.curveKeys(), TestPki.curveKeys()), p256(Orders.forAlice()));
  }

  @Test
  void rsaKeyThatDoesNotReproduceItsPublicHalf_isRefusedByTheSelfTestAlone() {
    assertRefusedBySelfTest(
        KeyFixtures.mismatched(TestPki.rsaKeys(3072), TestPki.rsaKeys(3072)),
        Escrows.request(Orders.forAlice(), EncryptionAlgorithm.RSA_3072, (byte) 1));
  }

  private void assertRefusedBySelfTest(EncryptionKeyPair pair, EscrowRequest request) {
    StoreEscrow escrow =
        Escrows.escrowWith(parts, List.of(new PrivateKeyReproducesPublicKey(parts.pairwise())));

    assertThatThrownBy(() -> escrow.attempt(request, pair))
        .isInstanceOf(EscrowRefused.class)
        .hasMessageContaining("does not reproduce the public key");
    assertThat(stored()).isZero();
    assertThat(Escrows.escrowWith(parts, List.of()).attempt(request, pair)).isNotNull();
  }

  @Test
  void keyThatWasInEscrowBefore_isRefusedByTheDatabaseAlone() {
    StoreEscrow escrow = Escrows.escrowWith(parts, List.of());
    EncryptionKeyPair pair = KeyFixtures.of(TestPki.curveKeys());
    assertThat(escrow.attempt(p256(Orders.forAlice()), pair)).isNotNull();

    assertThatThrownBy(() -> escrow.attempt(p256(Orders.forAlice()), pair))
        .isInstanceOf(DuplicateKey.class);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void rowOfAnotherClass_isRefusedByTheDatabaseAlone() throws SQLException {
    Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.P_256, (byte) 1);
    String copy =
        "INSERT INTO keyservice.escrow SELECT 'copy', tenant, owner, reference, X'09',"
            + " request_digest, SHA2('x', 256), spki, '%s', policy, blob_version, sealed_key,"
            + " kek_version, wrapped_data_key, stored_at, receipt_signature"
            + " FROM keyservice.escrow";
    for (var user :
        List.of(TestDatabase.shared().root(), TestDatabase.shared().appUser("keyservice"))) {
      try (Connection connection = user.getConnection();
          var statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.executeUpdate(copy.formatted("SIG")))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("escrow_encryption_only");
      }
    }
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void keyPair_cannotBeMadeOfAKeyFromOutside() {
    Stream<Executable> ways =
        Stream.concat(
            Arrays.stream(EncryptionKeyPair.class.getDeclaredConstructors()),
            Arrays.stream(EncryptionKeyPair.class.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isSynthetic()));

    assertThat(ways).noneMatch(way -> Modifier.isPublic(way.getModifiers()));
    assertThat(Modifier.isFinal(EncryptionKeyPair.class.getModifiers())).isTrue();
  }

  private static EscrowRequest p256(Orders order) {
    return Escrows.request(order, EncryptionAlgorithm.P_256, (byte) 1);
  }

  private static int stored() {
    return TestRoom.query("SELECT escrow_id FROM escrow").size();
  }
}
