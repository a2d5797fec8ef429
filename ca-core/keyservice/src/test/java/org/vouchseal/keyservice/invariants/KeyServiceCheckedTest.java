package org.vouchseal.keyservice.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyRequest;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.Escrows;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.model.ProfileName;

/** Somebody has been at the database, and the check of the invariants is run. */
class KeyServiceCheckedTest {

  private final TestRoom parts = TestRoom.empty();
  private final EscrowRecord record =
      Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.RSA_3072, (byte) 1);

  {
    Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.P_256, (byte) 2);
  }

  @Test
  void untouchedStore_breaksNothing() {
    assertThat(parts.room().checkKeyService().run()).isEmpty();
    assertThat(TestRoom.auditTypes())
        .containsExactly("escrow.stored", "escrow.stored", "escrow.checked");
  }

  @Test
  void changedKey_isFound() {
    change("sealed_key = CONCAT(X'00', SUBSTRING(sealed_key, 2))");

    assertFinding("I3", "does not open");
  }

  @Test
  void changedOrder_isFoundByItsReceipt() {
    change("reference = 'another-order'");

    assertFinding("I3", "receipt");
  }

  @Test
  void unreadableRow_isFound() {
    change("owner = 'Not Allowed!'");

    assertFinding("I3", "damaged");
  }

  @Test
  void otherClass_isFound() {
    change("class = 'SIG'");

    assertThat(parts.room().checkKeyService().run())
        .contains(new Finding("I3", row(), "is not of class ENC"));
  }

  @Test
  void missingRecord_isFound() {
    TestRoom.asRoot("DELETE FROM escrow WHERE escrow_id = ?", record.id().value());

    assertFinding("I4", "missing");
  }

  @Test
  void missingAuditRow_isFound() {
    TestRoom.asRoot("DELETE FROM audit_event WHERE object = ?", row());

    assertFinding("I2", "no audit row");
  }

  @Test
  void lostRuleOfTheDatabase_isFound() {
    TestRoom.asRoot("ALTER TABLE escrow DROP CONSTRAINT escrow_encryption_only");
    try {
      assertThat(parts.room().checkKeyService().run())
          .containsExactly(
              new Finding("I3", "table:escrow", "has lost its rule that class is ENC"));
    } finally {
      TestRoom.asRoot(
          "ALTER TABLE escrow ADD CONSTRAINT escrow_encryption_only CHECK (class = 'ENC')");
    }
  }

  @Test
  void markWithoutAuditRow_isFound() {
    TestRoom.asRoot("INSERT INTO escrow_use VALUES (?, NOW(6))", record.id().value());

    assertFinding("I2", "mark of use");
  }

  @Test
  void markThatIsGone_isFound() {
    parts.room().markKeyInUse().mark(record.id());
    TestRoom.asRoot("DELETE FROM escrow_use");

    assertFinding("I2", "mark of use");
  }

  @Test
  void signerWithAnotherOwner_isFound() {
    Client alice = Client.of(parts.pki, "alice@example.org");
    Orders order = Orders.forAlice();
    assertThat(
            parts
                .room()
                .generateCentralKey()
                .generate(
                    new CentralKeyRequest(
                        alice.cr(TestPki.curveKeys()),
                        parts.pki.ra().order(order.order()),
                        ProfileName.ENCRYPTION)))
        .isInstanceOf(CentralKeyOutcome.Escrowed.class);
    assertThat(parts.room().checkKeyService().run()).isEmpty();
    for (String spoilt :
        new String[] {"UPDATE signer SET owner = 'mallory'", "DELETE FROM signer"}) {
      TestRoom.asRoot(spoilt);

      assertThat(parts.room().checkKeyService().run())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.invariant()).isEqualTo("I2");
                assertThat(finding.row()).startsWith("signer:");
              });
    }
  }

  private void change(String assignment) {
    assertThat(
            TestRoom.asRoot(
                "UPDATE escrow SET " + assignment + " WHERE escrow_id = ?", record.id().value()))
        .isEqualTo(1);
  }

  private void assertFinding(String invariant, String what) {
    assertThat(parts.room().checkKeyService().run())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.invariant()).isEqualTo(invariant);
              assertThat(finding.row()).isEqualTo(row());
              assertThat(finding.what()).contains(what);
            });
  }

  private String row() {
    return "escrow:" + record.id();
  }
}
