package org.vouchseal.keyservice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Escrowed;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Envelopes;
import org.vouchseal.keyservice.fixtures.Openssl;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.messages.fixtures.CmpWriter;

/** A client made his encryption key himself and sends it to escrow; BouncyCastle writes for him. */
class ClientArchivingKeyTest extends ArchivingKeyService {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"RSA,2048", "RSA,3072", "RSA,4096", "EC,secp256r1", "EC,secp384r1"})
  void keyInEscrow_opensWhatOpensslEncryptedToTheClient(String family, String size)
      throws Exception {
    KeyPair key = keys(family, size);

    Escrowed answer =
        escrowed(archive(order, envelopes.request(alice, order.mailbox(), key, order.mailbox())));

    assertThat(answer.subjectPublicKeyInfo()).isEqualTo(key.getPublic().getEncoded());
    assertThat(answer.envelopedData()).isEmpty();
    assertThat(answer.receipt().owner()).isEqualTo(order.order().owner());
    assertThat(answer.receipt().order()).isEqualTo(order.order().reference());
    assertThat(opened(answer, encrypted(key))).isEqualTo("Dear Alice");
    assertThat(room.checkKeyService().run()).isEmpty();
  }

  @Test
  void referenceBesideTheKey_isTakenAsWell() {
    KeyPair key = TestPki.curveKeys();
    byte[] content = Envelopes.keyWithId(key.getPrivate().getEncoded(), order.reference());

    assertThat(escrowed(archive(order, cr(key, Envelopes.control(envelopes.around(content))))))
        .isNotNull();
  }

  @Test
  void everyUse_leavesItsAuditRow() {
    KeyPair key = TestPki.curveKeys();
    Escrowed unused =
        escrowed(archive(order, envelopes.request(alice, order.mailbox(), key, order.mailbox())));

    assertThat(TestRoom.auditTypes())
        .containsExactly("signer.learned", "archive.opening", "escrow.stored");
  }

  @Test
  void sameMessage_givesTheSameReceipt() {
    KeyPair key = TestPki.curveKeys();
    byte[] message = envelopes.request(alice, order.mailbox(), key, order.mailbox());

    Escrowed first = escrowed(archive(order, message));
    Escrowed second = escrowed(archive(order, message));

    assertThat(second.receipt()).isEqualTo(first.receipt());
    assertThat(second.receiptSignature()).isEqualTo(first.receiptSignature());
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
  }

  @Test
  void sameKeyInAnotherRequest_isBadCertTemplate() {
    KeyPair key = TestPki.curveKeys();
    Escrowed unused =
        escrowed(archive(order, envelopes.request(alice, order.mailbox(), key, order.mailbox())));
    byte[] content = Envelopes.keyWithId(key.getPrivate().getEncoded(), order.mailbox());
    byte[] again =
        alice.sign(
            writer(key, Envelopes.control(envelopes.around(content)))
                .transactionId(CmpWriter.filled(16, 9)));

    assertThat(refused(archive(order, again)).reason()).isEqualTo(Reason.BAD_CERT_TEMPLATE);
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).hasSize(1);
  }

  @Test
  void keyOfAnotherOwnersEscrow_isBadCertTemplate() {
    KeyPair key = TestPki.curveKeys();
    Orders bobs = Orders.forAlice().mailbox("bob@example.org");
    Client bob = Client.of(parts.pki, "bob@example.org");
    Escrowed unused =
        escrowed(archive(order, envelopes.request(alice, order.mailbox(), key, order.mailbox())));

    assertThat(
            refused(
                    archive(
                        bobs, envelopes.request(bob, "bob@example.org", key, "bob@example.org")))
                .reason())
        .isEqualTo(Reason.BAD_CERT_TEMPLATE);
    assertThat(TestRoom.query("SELECT owner FROM escrow")).containsExactly(order.owner());
  }

  private byte[] encrypted(KeyPair key) throws Exception {
    Openssl openssl = new Openssl(folder);
    int usage =
        key.getPublic().getAlgorithm().equals("RSA")
            ? KeyUsage.keyEncipherment
            : KeyUsage.keyAgreement;
    return openssl.run(
        "cms",
        "-encrypt",
        "-binary",
        "-outform",
        "DER",
        "-in",
        openssl.file("letter", "Dear Alice".getBytes(StandardCharsets.UTF_8)),
        "-recip",
        openssl.pem(
            "alice.pem",
            "CERTIFICATE",
            parts.pki.mailCertificate(key.getPublic(), order.mailbox(), usage).getEncoded()));
  }

  /** With the key as it comes out of escrow. */
  private String opened(Escrowed answer, byte[] message) {
    Openssl openssl = new Openssl(folder);
    try (EncryptionKeyPair kept =
        room.openEscrow()
            .open(KeyOwner.of(order.order()), answer.receipt().escrowId(), "test", "test")
            .orElseThrow()) {
      byte[] opened =
          kept.withPrivateKeyInfo(
              key ->
                  openssl.run(
                      "cms",
                      "-decrypt",
                      "-inform",
                      "DER",
                      "-in",
                      openssl.file("message.der", message),
                      "-inkey",
                      openssl.pem("recovered.pem", "PRIVATE KEY", key)));
      return new String(opened, StandardCharsets.UTF_8);
    }
  }

  private static KeyPair keys(String family, String size) throws Exception {
    if (family.equals("RSA")) {
      return TestPki.rsaKeys(Integer.parseInt(size));
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(size));
    return generator.generateKeyPair();
  }

  @Test
  void installationWithoutTransportKey_takesNoKeys() throws Exception {
    assertThat(List.of(parts.pki.directory().certificateNames()))
        .asString()
        .contains("archive-transport");
    assertThat(parts.roomWithoutTransport(folder).archiveClientKey()).isEmpty();
  }
}
