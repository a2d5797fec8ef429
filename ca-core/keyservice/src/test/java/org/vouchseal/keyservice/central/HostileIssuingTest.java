package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Escrowed;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Refused;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Envelopes;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.model.ProfileName;

/**
 * Issuing is in the hands of somebody else: it shows what it likes, whole messages and orders that
 * it has seen, and it holds the key of the S/MIME CA. It does not hold the keys of subscribers, nor
 * those of registration authorities.
 */
class HostileIssuingTest {

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final Orders alices = Orders.forAlice();
  private final Client alice = Client.of(parts.pki, alices.mailbox());
  private final KeyPair aliceEphemeral = TestPki.curveKeys();
  private final byte[] aliceAsks = alice.cr(aliceEphemeral);
  private final KeyPair own = TestPki.curveKeys();

  /** The same mailbox, for somebody who had it before or has it now. */
  private final Orders others = Orders.forAlice();

  @Test
  void ownProtocolEncrKeyInAlicesMessage_getsNoKey() {
    byte[] changed =
        Client.replaced(
            aliceAsks, aliceEphemeral.getPublic().getEncoded(), own.getPublic().getEncoded());

    assertNoKey(show(alices, changed), Reason.BAD_MESSAGE_CHECK);
    assertThat(show(alices, aliceAsks)).isInstanceOf(Escrowed.class);
    assertNoNewKey(show(alices, changed), Reason.BAD_MESSAGE_CHECK);
  }

  @Test
  void messageUnderTheOrderOfAnotherOwner_getsNoKey() {
    assertThat(show(alices, aliceAsks)).isInstanceOf(Escrowed.class);

    assertNoNewKey(show(others, aliceAsks), Reason.NOT_AUTHORIZED);
    assertNoNewKey(show(others, alice.sign(ask(aliceEphemeral, 5))), Reason.NOT_AUTHORIZED);
  }

  @Test
  void messageUnderAnotherOrderOfTheSameOwner_getsNoKey() {
    assertThat(show(alices, aliceAsks)).isInstanceOf(Escrowed.class);
    Orders second = Orders.forAlice().owner(alices.owner());

    assertNoNewKey(show(second, aliceAsks), Reason.NOT_AUTHORIZED);
  }

  @Test
  void replayedMessage_getsTheSameKeyForAliceAlone() {
    Escrowed first = (Escrowed) show(alices, aliceAsks);
    Escrowed second = (Escrowed) show(alices, aliceAsks);

    assertThat(second.receipt()).isEqualTo(first.receipt());
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
    assertThat(opens(second, aliceEphemeral)).isTrue();
    assertThat(opens(second, own)).isFalse();
  }

  @Test
  void replayedMessageForAnotherProfile_getsNoOtherDelivery() {
    assertThat(show(alices, aliceAsks)).isInstanceOf(Escrowed.class);

    Escrowed compat = (Escrowed) show(ProfileName.ENCRYPTION_COMPAT, alices, aliceAsks);

    assertThat(opens(compat, own)).isFalse();
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
  }

  /** What no room but the CA can prevent: but nothing that was ever encrypted opens by it. */
  @Test
  void certificateMintedForAlicesMailbox_getsAFreshKeyAndNoneOfHers() {
    Escrowed hers = (Escrowed) show(alices, aliceAsks);
    KeyPair minted = TestPki.curveKeys();
    Client mallory =
        Client.with(
            minted,
            parts.pki.mailCertificate(
                minted.getPublic(), alices.mailbox(), KeyUsage.digitalSignature));

    Escrowed fresh = (Escrowed) show(alices, mallory.sign(ask(own, 6)));

    assertThat(fresh.subjectPublicKeyInfo()).isNotEqualTo(hers.subjectPublicKeyInfo());
    assertThat(fresh.receipt().escrowId()).isNotEqualTo(hers.receipt().escrowId());
  }

  @Test
  void twoCertificatesOfOneKey_doNotMakeTwoOwners() {
    assertThat(show(alices, aliceAsks)).isInstanceOf(Escrowed.class);
    Client bobs =
        Client.with(
            alice.keys,
            parts.pki.mailCertificate(
                alice.keys.getPublic(), "bob@example.org", KeyUsage.digitalSignature));

    assertNoNewKey(
        show(Orders.forAlice().mailbox("bob@example.org"), bobs.sign(ask(own, 7))),
        Reason.NOT_AUTHORIZED);
  }

  @Test
  void archivedKeyUnderTheOrderOfAnotherOwner_isNotTaken() {
    Envelopes envelopes = new Envelopes(parts.pki);
    byte[] first =
        envelopes.request(alice, alices.mailbox(), TestPki.curveKeys(), alices.mailbox());
    assertThat(archive(alices, first)).isInstanceOf(Escrowed.class);

    assertNoNewKey(archive(others, first), Reason.NOT_AUTHORIZED);
    assertNoNewKey(
        archive(
            others,
            envelopes.request(alice, alices.mailbox(), TestPki.curveKeys(), alices.mailbox())),
        Reason.NOT_AUTHORIZED);
  }

  @Test
  void secretOfOneOrder_doesNotOpenAnother() {
    Orders deposited = Secrets.deposit(parts, room, alices);
    byte[] message = Client.irUnder(Client.SECRET, deposited.reference());

    assertNoKey(show(ProfileName.ENCRYPTION_COMPAT, others, message), Reason.BAD_MESSAGE_CHECK);
  }

  @Test
  void eightAtOnceUnderTwoOrders_endUnderOne() throws Exception {
    var threads = java.util.concurrent.Executors.newFixedThreadPool(8);
    var outcomes = new java.util.ArrayList<java.util.concurrent.Future<CentralKeyOutcome>>();
    for (int i = 0; i < 8; i++) {
      Orders under = i % 2 == 0 ? alices : others;
      outcomes.add(threads.submit(() -> show(under, aliceAsks)));
    }
    for (var outcome : outcomes) {
      assertThat(outcome.get()).isNotNull();
    }
    threads.shutdown();

    assertThat(TestRoom.query("SELECT DISTINCT owner FROM escrow")).hasSize(1);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
  }

  private CentralKeyOutcome show(Orders under, byte[] message) {
    return show(ProfileName.ENCRYPTION, under, message);
  }

  private CentralKeyOutcome show(ProfileName profile, Orders under, byte[] message) {
    return room.generateCentralKey()
        .generate(new CentralKeyRequest(message, parts.pki.ra().order(under.order()), profile));
  }

  private CentralKeyOutcome archive(Orders under, byte[] message) {
    return room.archiveClientKey()
        .orElseThrow()
        .archive(
            new CentralKeyRequest(
                message, parts.pki.ra().order(under.order()), ProfileName.ENCRYPTION_CLIENT));
  }

  private static CmpWriter ask(KeyPair ephemeral, int transaction) {
    return Client.ask(PKIBody.TYPE_CERT_REQ, Client.deliverTo(ephemeral))
        .transactionId(CmpWriter.filled(16, transaction));
  }

  private static void assertNoKey(CentralKeyOutcome outcome, Reason reason) {
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertRefused(outcome, reason);
  }

  private static void assertNoNewKey(CentralKeyOutcome outcome, Reason reason) {
    assertRefused(outcome, reason);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
  }

  private static void assertRefused(CentralKeyOutcome outcome, Reason reason) {
    Optional<Refused> refused =
        outcome.<Optional<Refused>>fold(escrowed -> Optional.empty(), Optional::of);
    assertThat(refused).as("refused, not %s", outcome).isPresent();
    assertThat(refused.get().reason()).isEqualTo(reason);
  }

  private static boolean opens(Escrowed answer, KeyPair with) {
    try {
      var envelope =
          new org.bouncycastle.cms.CMSEnvelopedData(
              new org.bouncycastle.asn1.cms.ContentInfo(
                  org.bouncycastle.asn1.cms.CMSObjectIdentifiers.envelopedData,
                  org.bouncycastle.asn1.ASN1Primitive.fromByteArray(
                      answer.envelopedData().orElseThrow())));
      return envelope
              .getRecipientInfos()
              .getRecipients()
              .iterator()
              .next()
              .getContent(
                  new org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient(with.getPrivate())
                      .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider()))
              .length
          > 0;
    } catch (org.bouncycastle.cms.CMSException | java.io.IOException closed) {
      return false;
    }
  }
}
