package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.model.EscrowId;

/** Issuing tells which keys have a certificate that was taken. */
class KeyInUseTest {

  private final TestRoom parts = TestRoom.empty();
  private final EscrowRecord taken =
      Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.P_256, (byte) 1);
  private final EscrowRecord other =
      Escrows.store(parts, Orders.forAlice(), EncryptionAlgorithm.P_256, (byte) 2);

  @Test
  void keyThatIsTaken_isMarked_andTheOtherIsUnused() {
    parts.room().markKeyInUse().mark(taken.id());

    assertThat(TestRoom.query("SELECT escrow_id FROM escrow_use"))
        .containsExactly(taken.id().value());
    assertThat(
            TestRoom.query(
                "SELECT escrow_id FROM escrow"
                    + " WHERE escrow_id NOT IN (SELECT escrow_id FROM escrow_use)"))
        .containsExactly(other.id().value());
    assertThat(parts.room().checkKeyService().run()).isEmpty();
  }

  @Test
  void toldAgain_changesNothing() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      var unused = threads.submit(() -> parts.room().markKeyInUse().mark(taken.id()));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    parts.room().markKeyInUse().mark(taken.id());

    assertThat(TestRoom.query("SELECT escrow_id FROM escrow_use")).hasSize(1);
    assertThat(TestRoom.query("SELECT id FROM audit_event WHERE type = 'escrow.used'")).hasSize(1);
  }

  @Test
  void keyThatIsNotInEscrow_isNotMarked() {
    assertThatThrownBy(() -> parts.room().markKeyInUse().mark(new EscrowId("escrow-of-nobody")))
        .isInstanceOf(IllegalStateException.class);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow_use")).isEmpty();
  }
}
