package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Refused;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.model.ProfileName;

/** Asks a key service for keys that it refuses. After each, escrow is empty. */
abstract class RefusingKeyService {

  final TestRoom parts = TestRoom.empty();
  final KeyServiceRoom room = parts.room();
  final Orders order = Orders.forAlice();
  final Client client = Client.of(parts.pki, order.mailbox());
  final KeyPair ephemeral = TestPki.curveKeys();

  @AfterEach
  void nothingWasStored() {
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertThat(TestRoom.auditTypes()).doesNotContain("escrow.stored", "escrow.opening");
  }

  CentralKeyOutcome generate(ProfileName profile, Orders under, byte[] message) {
    return generate(profile, parts.pki.ra().order(under.order()), message);
  }

  CentralKeyOutcome generate(ProfileName profile, String jws, byte[] message) {
    return room.generateCentralKey().generate(new CentralKeyRequest(message, jws, profile));
  }

  static void assertRefused(CentralKeyOutcome outcome, Reason reason, String why) {
    Optional<Refused> refused =
        outcome.<Optional<Refused>>fold(escrowed -> Optional.empty(), Optional::of);
    assertThat(refused).as("refused, not %s", outcome).isPresent();
    assertThat(refused.get().why()).contains(why);
    assertThat(refused.get().reason()).isEqualTo(reason);
  }
}
