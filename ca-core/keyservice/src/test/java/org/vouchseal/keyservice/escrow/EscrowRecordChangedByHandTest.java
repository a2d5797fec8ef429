package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.TenantId;

/** Somebody who may write to the database changes one field of an escrow record. */
class EscrowRecordChangedByHandTest {

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private EscrowRecord record;

  @BeforeEach
  void storeOne() {
    record = Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.P_256, (byte) 1);
  }

  @Test
  void unchangedRecord_opens() {
    try (EncryptionKeyPair pair = open(record.owner(), record.id()).orElseThrow()) {
      assertThat(pair.spki()).isEqualTo(record.spki());
      assertThat(parts.pairwise().holds(pair)).isTrue();
    }
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "spki_digest      | SHA2('another key', 256)",
        "spki             | CONCAT(LEFT(spki, LENGTH(spki) - 1), X'00')",
        "class            | 'SIG'",
        "class            | 'POOL'",
        "policy           | 'VAULT'",
        "blob_version     | 2",
        "sealed_key       | CONCAT(X'00', SUBSTRING(sealed_key, 2))",
        "sealed_key       | LEFT(sealed_key, LENGTH(sealed_key) - 1)",
        "sealed_key       | ''",
        "kek_version      | 2",
        "wrapped_data_key | CONCAT(X'00', SUBSTRING(wrapped_data_key, 2))",
        "wrapped_data_key | ''"
      })
  void changedField_refusesToOpen(String column, String value) {
    assertThat(change(column, value)).isEqualTo(1);

    assertThatThrownBy(() -> open(record.owner(), record.id())).isInstanceOf(OpeningRefused.class);
    assertThat(TestRoom.auditTypes())
        .containsExactly("escrow.stored", "escrow.opening", "escrow.refused-to-open");
  }

  @Test
  void changedOwner_isNotFoundForTheOldOneAndRefusesForTheNewOne() {
    assertThat(change("owner", "'mallory'")).isEqualTo(1);
    KeyOwner mallory = new KeyOwner(TenantId.MAIN, new OwnerId("mallory"));

    assertThat(open(record.owner(), record.id())).isEmpty();
    assertThatThrownBy(() -> open(mallory, record.id())).isInstanceOf(OpeningRefused.class);
  }

  @Test
  void changedTenant_isNotFoundForTheOldOneAndRefusesForTheNewOne() {
    assertThat(change("tenant", "'other'")).isEqualTo(1);
    KeyOwner other = new KeyOwner(new TenantId("other"), record.owner().owner());

    assertThat(open(record.owner(), record.id())).isEmpty();
    assertThatThrownBy(() -> open(other, record.id())).isInstanceOf(OpeningRefused.class);
  }

  @Test
  void changedName_refusesUnderTheNewOne() {
    assertThat(change("escrow_id", "'another'")).isEqualTo(1);

    assertThat(open(record.owner(), record.id())).isEmpty();
    assertThatThrownBy(() -> open(record.owner(), new EscrowId("another")))
        .isInstanceOf(OpeningRefused.class);
  }

  @Test
  void keysOfTwoRecordsSwapped_refuseBoth() {
    EscrowRecord other =
        Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.P_256, (byte) 2);
    int changed =
        TestRoom.asRoot(
            "UPDATE escrow e JOIN escrow o ON e.escrow_id <> o.escrow_id"
                + " SET e.sealed_key = o.sealed_key, e.wrapped_data_key = o.wrapped_data_key"
                + " WHERE e.escrow_id = ?",
            record.id().value());
    assertThat(changed).isEqualTo(1);

    assertThatThrownBy(() -> open(record.owner(), record.id())).isInstanceOf(OpeningRefused.class);
    open(other.owner(), other.id()).orElseThrow().close();
  }

  private int change(String column, String value) {
    return TestRoom.asRoot(
        "UPDATE escrow SET " + column + " = " + value + " WHERE escrow_id = ?",
        record.id().value());
  }

  private Optional<EncryptionKeyPair> open(KeyOwner owner, EscrowId id) {
    return room.openEscrow().open(owner, id, "test", "test");
  }
}
