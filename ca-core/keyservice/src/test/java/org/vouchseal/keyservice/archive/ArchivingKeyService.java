package org.vouchseal.keyservice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Escrowed;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Refused;
import org.vouchseal.keyservice.central.CentralKeyRequest;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Envelopes;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.model.ProfileName;

/** A key service that is sent keys of clients. */
abstract class ArchivingKeyService {

  final TestRoom parts = TestRoom.empty();
  final KeyServiceRoom room = parts.room();
  final Orders order = Orders.forAlice();
  final Client alice = Client.of(parts.pki, order.mailbox());
  final Envelopes envelopes = new Envelopes(parts.pki);

  CentralKeyOutcome archive(Orders under, byte[] message) {
    return archive(ProfileName.ENCRYPTION_CLIENT, under, message);
  }

  CentralKeyOutcome archive(ProfileName profile, Orders under, byte[] message) {
    return room.archiveClientKey()
        .orElseThrow()
        .archive(new CentralKeyRequest(message, parts.pki.ra().order(under.order()), profile));
  }

  /** Alice's cr for a key with these controls. */
  byte[] cr(KeyPair key, AttributeTypeAndValue... controls) {
    return alice.sign(writer(key, controls));
  }

  static CmpWriter writer(KeyPair key, AttributeTypeAndValue... controls) {
    return Client.ask(
        PKIBody.TYPE_CERT_REQ,
        SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
        null,
        controls);
  }

  static Escrowed escrowed(CentralKeyOutcome outcome) {
    return outcome.<Escrowed>fold(
        escrowed -> escrowed,
        refused -> {
          throw new AssertionError(refused.toString());
        });
  }

  static Refused refused(CentralKeyOutcome outcome) {
    Optional<Refused> refused =
        outcome.<Optional<Refused>>fold(escrowed -> Optional.empty(), Optional::of);
    assertThat(refused).as("refused, not %s", outcome).isPresent();
    return refused.get();
  }

  static void assertRefused(CentralKeyOutcome outcome, Reason reason, String why) {
    assertThat(refused(outcome).why()).contains(why);
    assertThat(refused(outcome).reason()).isEqualTo(reason);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertThat(TestRoom.auditTypes()).doesNotContain("escrow.stored");
  }
}
