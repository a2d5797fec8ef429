package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Escrowed;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.model.ProfileName;

/** The process ends in the middle, and the client asks again with the same bytes. */
class CentralKeyHaltedTest {

  private final TestRoom parts = TestRoom.empty();
  private final Orders order = Orders.forAlice();
  private final byte[] message = Client.of(parts.pki, order.mailbox()).cr(TestPki.curveKeys());
  private final String jws = parts.pki.ra().order(order.order());

  @Test
  void haltBeforeEscrow_leavesNothing() {
    assertHalts("escrow.before");

    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertThat(again(parts.room())).isNotNull();
  }

  @Test
  void haltAfterEscrow_givesTheSameKeyAgain() {
    assertHalts("escrow.after");
    String stored = TestRoom.query("SELECT escrow_id FROM escrow").get(0);

    Escrowed answer = again(parts.room());

    assertThat(answer.receipt().escrowId().value()).isEqualTo(stored);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
    assertThat(parts.room().checkKeyService().run()).isEmpty();
  }

  @Test
  void pointsAreReachedInTheirOrder_eachOnce() {
    List<String> reached = new ArrayList<>();

    assertThat(again(parts.roomAt(parts.clock, reached::add))).isNotNull();

    assertThat(reached).containsExactly("escrow.before", "escrow.after");
  }

  private void assertHalts(String point) {
    KeyServiceRoom halting =
        parts.roomAt(
            parts.clock,
            name -> {
              if (name.equals(point)) {
                throw new IllegalArgumentException("halted at " + name);
              }
            });
    assertThatThrownBy(() -> again(halting)).hasMessage("halted at " + point);
  }

  private Escrowed again(KeyServiceRoom room) {
    return room.generateCentralKey()
        .generate(new CentralKeyRequest(message, jws, ProfileName.ENCRYPTION))
        .<Escrowed>fold(
            escrowed -> escrowed,
            refused -> {
              throw new AssertionError(refused.toString());
            });
  }
}
