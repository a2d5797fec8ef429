package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.model.EscrowReceipt;

/** The same request comes again, at once or later; and requests that are not the same. */
class EscrowOfRepeatedRequestTest {

  private final TestRoom parts = TestRoom.empty();
  private final Orders order = Orders.forAlice();

  @Test
  void sameRequest_givesTheSameRecordAndReceipt() {
    EscrowRecord first = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1);
    EscrowRecord second = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.receipt()).isEqualTo(first.receipt());
    assertThat(second.receiptSignature()).isEqualTo(first.receiptSignature());
    assertThat(TestRoom.auditTypes()).containsExactly("escrow.stored");
  }

  @Test
  void otherTransaction_givesAnotherKey() {
    EscrowRecord first = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1);
    EscrowRecord second = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 2);

    assertThat(second.spki()).isNotEqualTo(first.spki());
  }

  @Test
  void eightAtOnce_giveOneRecord() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CountDownLatch together = new CountDownLatch(1);
    List<Future<EscrowRecord>> answers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      answers.add(
          threads.submit(
              () -> {
                together.await();
                return Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1);
              }));
    }
    together.countDown();
    Set<String> names = new HashSet<>();
    for (Future<EscrowRecord> answer : answers) {
      names.add(answer.get().id().value());
    }
    threads.shutdown();

    assertThat(names).hasSize(1);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
    assertThat(TestRoom.auditTypes()).containsExactly("escrow.stored");
  }

  @Test
  void receipt_isSignedByThePublishedKeyOverWhatWasStored() throws Exception {
    EscrowRecord record = Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1);
    EscrowReceipt receipt = record.receipt();

    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(parts.pki.directory().publicKey("receipt"))));
    verifier.update(receipt.statement());
    assertThat(verifier.verify(record.receiptSignature())).isTrue();
    assertThat(receipt.owner()).isEqualTo(order.order().owner());
    assertThat(receipt.order()).isEqualTo(order.order().reference());
    assertThat(receipt.requestDigest()).isEqualTo("01".repeat(32));
    assertThat(receipt.policy()).isEqualTo("CLOUD");
    assertThat(receipt.at()).isEqualTo(Orders.NOW);
  }

  @Test
  void auditRowThatCannotBeWritten_leavesNoRecord() {
    TestRoom.asRoot(
        "CREATE TRIGGER audit_fails BEFORE INSERT ON audit_event FOR EACH ROW"
            + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no audit'");
    try {
      assertThatThrownBy(() -> Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1))
          .hasStackTraceContaining("no audit");
    } finally {
      TestRoom.asRoot("DROP TRIGGER audit_fails");
    }
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
  }

  @Test
  void recordTheDatabaseRefuses_leavesNoAuditRowAndTheNextOneIsStored() {
    TestRoom.asRoot(
        "CREATE TRIGGER escrow_fails BEFORE INSERT ON escrow FOR EACH ROW"
            + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no escrow'");
    try {
      assertThatThrownBy(() -> Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1))
          .hasStackTraceContaining("no escrow");
    } finally {
      TestRoom.asRoot("DROP TRIGGER escrow_fails");
    }
    assertThat(TestRoom.auditTypes()).isEmpty();

    assertThat(Escrows.store(parts, order, EncryptionAlgorithm.P_256, (byte) 1)).isNotNull();
    assertThat(parts.room().checkKeyService().run()).isEmpty();
  }
}
