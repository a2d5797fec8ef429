package org.vouchseal.keyservice.escrow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.jdbc.JdbcEscrowStore;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.owner.KeyOwner;

/** A mailbox passes from one person to another, who enrols anew and so is a new owner. */
class ReassignedMailboxTest {

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final JdbcEscrowStore store = new JdbcEscrowStore(parts.transactions);
  private final Orders before = Orders.forAlice().owner("first-owner");
  private final Orders after = Orders.forAlice().owner("second-owner");

  @Test
  void newOwner_reachesNoKeyOfTheFormerOne() {
    EscrowRecord old = Escrows.store(parts, before, EncryptionAlgorithm.P_256, (byte) 1);
    EscrowRecord own = Escrows.store(parts, after, EncryptionAlgorithm.P_256, (byte) 1);
    KeyOwner newOwner = KeyOwner.of(after.order());

    assertThat(before.mailbox()).isEqualTo(after.mailbox());
    assertThat(room.openEscrow().open(newOwner, old.id(), "test", "test")).isEmpty();
    assertThat(parts.transactions.run(() -> store.ofOwner(newOwner)))
        .extracting(EscrowRecord::id)
        .containsExactly(own.id());
    assertThat(
            parts.transactions.run(
                () ->
                    store.findByRequest(
                        newOwner, old.order(), old.transactionId(), old.requestDigest())))
        .isEmpty();
  }

  @Test
  void sameReferenceUnderAnotherOwner_doesNotGetTheKeyOfTheFirst() {
    EscrowRecord old = Escrows.store(parts, before, EncryptionAlgorithm.P_256, (byte) 1);
    Orders sameReference =
        new Orders(
            before.ra(),
            before.jti(),
            before.supersedes(),
            before.reference(),
            "second-owner",
            before.mailbox(),
            before.tier(),
            before.profiles(),
            before.issuedAt(),
            before.reusableUntil(),
            before.keyServiceSecretDigest());

    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> Escrows.store(parts, sameReference, EncryptionAlgorithm.P_256, (byte) 1)))
        .isInstanceOf(org.vouchseal.model.runtime.DuplicateKey.class);
    assertThat(room.openEscrow().open(KeyOwner.of(sameReference.order()), old.id(), "test", "test"))
        .isEmpty();
  }

  @Test
  void formerOwner_keepsHisKey() {
    EscrowRecord old = Escrows.store(parts, before, EncryptionAlgorithm.P_256, (byte) 1);
    Escrows.store(parts, after, EncryptionAlgorithm.P_256, (byte) 1);

    assertThat(room.openEscrow().open(old.owner(), old.id(), "test", "test")).isPresent();
  }
}
