package org.vouchseal.keyservice.central;

import java.security.KeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.model.ProfileName;

/** Requests whose sender is not the one that the order names. */
class CentralKeyUnderWrongProtectionTest extends RefusingKeyService {

  @Test
  void deliveryKeyExchangedOnTheWay_isBadMessageCheck() {
    byte[] changed =
        Client.replaced(
            client.cr(ephemeral),
            ephemeral.getPublic().getEncoded(),
            TestPki.curveKeys().getPublic().getEncoded());

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, changed), Reason.BAD_MESSAGE_CHECK, "signature");
  }

  @Test
  void signatureOfAnotherKey_isBadMessageCheck() {
    byte[] message =
        client.signWith(
            TestPki.curveKeys().getPrivate(),
            Client.ask(PKIBody.TYPE_CERT_REQ, Client.deliverTo(ephemeral)));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_MESSAGE_CHECK, "signature");
  }

  @Test
  void messageWithoutProtection_isBadMessageCheck() {
    byte[] message = Client.ask(PKIBody.TYPE_CERT_REQ, Client.deliverTo(ephemeral)).unprotected();

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_MESSAGE_CHECK, "not signed");
  }

  @Test
  void certificateOfTheTrustServicesCa_isBadMessageCheck() {
    KeyPair keys = TestPki.curveKeys();
    Client ra = Client.with(keys, parts.pki.trustCertificate(keys.getPublic(), order.mailbox()));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, ra.cr(ephemeral)),
        Reason.BAD_MESSAGE_CHECK,
        "not one of this authority");
  }

  @Test
  void expiredCertificate_isBadMessageCheck() {
    KeyPair keys = TestPki.curveKeys();
    Client expired =
        Client.with(keys, parts.pki.expiredMailCertificate(keys.getPublic(), order.mailbox()));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, expired.cr(ephemeral)),
        Reason.BAD_MESSAGE_CHECK,
        "not valid now");
  }

  @Test
  void certificateForAnotherMailbox_isNotAuthorized() {
    Client other = Client.of(parts.pki, "bob@example.org");

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, other.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "no mailbox of the order");
  }

  @Test
  void mailboxInOtherCase_isNotAuthorized() {
    Client other = Client.of(parts.pki, "Alice@example.org");

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, other.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "no mailbox of the order");
  }

  @Test
  void encryptionCertificate_isRefusedAsSigner() {
    KeyPair keys = TestPki.curveKeys();
    Client encryption =
        Client.with(
            keys,
            parts.pki.mailCertificate(keys.getPublic(), order.mailbox(), KeyUsage.keyAgreement));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, encryption.cr(ephemeral)),
        Reason.BAD_MESSAGE_CHECK,
        "digitalSignature");
  }

  @Test
  void secretOnTheStrictProfile_isNotAuthorized() {
    Orders deposited = Secrets.deposit(parts, room, order);
    byte[] message = Client.irUnder(Client.SECRET, deposited.reference());

    assertRefused(
        generate(ProfileName.ENCRYPTION, deposited, message),
        Reason.NOT_AUTHORIZED,
        "under a signing certificate");
    assertRefused(
        generate(ProfileName.ENCRYPTION_CLOUD, deposited, message),
        Reason.NOT_AUTHORIZED,
        "under a signing certificate");
  }

  @Test
  void wrongSecret_isBadMessageCheck() {
    Orders deposited = Secrets.deposit(parts, room, order);

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT,
            deposited,
            Client.irUnder(Client.SECRET + "x", deposited.reference())),
        Reason.BAD_MESSAGE_CHECK,
        "secret is wrong");
  }

  @Test
  void otherReference_isBadMessageCheck() {
    Orders deposited = Secrets.deposit(parts, room, order);

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT,
            deposited,
            Client.irUnder(Client.SECRET, "another-reference")),
        Reason.BAD_MESSAGE_CHECK,
        "secret is wrong");
  }

  @Test
  void secretThatNeverCame_isBadMessageCheck() {
    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT, order, Client.irUnder(Client.SECRET, order.reference())),
        Reason.BAD_MESSAGE_CHECK,
        "secret is wrong");
  }

  @Test
  void erasedSecret_isBadMessageCheck() {
    Orders deposited = Secrets.deposit(parts, room, order);
    room.eraseOrderSecret().erase(deposited.order().reference());

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT,
            deposited,
            Client.irUnder(Client.SECRET, deposited.reference())),
        Reason.BAD_MESSAGE_CHECK,
        "secret is wrong");
  }

  @Test
  void crUnderTheSecret_isNotAuthorized() {
    Orders deposited = Secrets.deposit(parts, room, order);

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT,
            deposited,
            Client.under(Client.SECRET, deposited.reference(), Client.ask(PKIBody.TYPE_CERT_REQ))),
        Reason.NOT_AUTHORIZED,
        "takes an ir");
  }
}
