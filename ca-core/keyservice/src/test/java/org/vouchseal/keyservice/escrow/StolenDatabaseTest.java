package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.hsm.KeyPurpose;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.keyservice.boot.KeyServiceParts;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.invariants.Finding;
import org.vouchseal.keyservice.jdbc.JdbcEscrowStore;
import org.vouchseal.keyservice.jdbc.JdbcPoolStore;
import org.vouchseal.keyservice.jdbc.JdbcSecretStore;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.pool.DrawKey;
import org.vouchseal.keyservice.secret.OrderSecrets;
import org.vouchseal.model.runtime.HaltPoint;

/** A thief has the whole database, all our programs, and a token of his own. */
class StolenDatabaseTest {

  @TempDir Path folder;

  private final TestRoom parts = TestRoom.empty();
  private final Orders order = Secrets.deposit(parts, parts.room(), Orders.forAlice());
  private TestPki thief;
  private EscrowRecord rsa;
  private EscrowRecord curve;

  @BeforeEach
  void fill() {
    thief = new TestPki(folder, parts.providers);
    assertThat(parts.room().fillPool().step()).isTrue();
    rsa = Escrows.store(parts, order, EncryptionAlgorithm.RSA_3072, (byte) 1);
    curve = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 2);
  }

  @Test
  void escrowedKeys_doNotOpen() {
    for (EscrowRecord record : List.of(rsa, curve)) {
      assertThatThrownBy(() -> room().openEscrow().open(record.owner(), record.id(), "x", "x"))
          .isInstanceOf(OpeningRefused.class);
      assertThat(parts.room().openEscrow().open(record.owner(), record.id(), "x", "x"))
          .as("with the right token")
          .isPresent();
    }
    assertThat(room().checkKeyService().run())
        .extracting(Finding::row)
        .contains("escrow:" + rsa.id(), "escrow:" + curve.id());
  }

  @Test
  void keysOfThePool_doNotOpen() {
    DrawKey draw =
        new DrawKey(
            new JdbcPoolStore(parts.transactions),
            new JdbcEscrowStore(parts.transactions),
            new KeySeal(
                thief.token().wrapping(KeyPurpose.POOL_SEAL), parts.providers, parts.random),
            parts.pairwise(),
            parts.audit());

    assertThat(parts.transactions.run(() -> draw.drawInTransaction(EncryptionAlgorithm.RSA_3072)))
        .isEmpty();
    assertThat(TestRoom.auditTypes()).contains("pool.spoilt-key-removed");
  }

  @Test
  void secretsOfOrders_doNotOpen() {
    OrderSecrets secrets =
        new OrderSecrets(
            parts.transactions,
            new JdbcSecretStore(parts.transactions),
            thief.token().wrapping(KeyPurpose.KEYSERVICE_SECRET_SEAL),
            parts.clock);

    assertThatThrownBy(() -> secrets.find(order.order())).isInstanceOf(OpeningRefused.class);
  }

  private KeyServiceRoom room() {
    return KeyServiceRoom.assemble(
        new KeyServiceParts(
            parts.transactions,
            parts.transactions,
            thief.token(),
            parts.providers,
            thief.directory(),
            parts.clock,
            parts.random,
            HaltPoint.NONE,
            "thief",
            KeyServiceSettings.defaults()));
  }
}
