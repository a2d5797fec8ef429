package org.vouchseal.keyservice.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.crmf.EncryptedKey;
import org.bouncycastle.asn1.crmf.EncryptedValue;
import org.bouncycastle.asn1.crmf.PKIArchiveOptions;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.keyservice.central.CentralKeyOutcome;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Envelopes;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.model.ProfileName;

/** Requests that ask for the archive in a way, under an order or from a sender not taken here. */
class ClientArchivingOtherwiseTest extends ArchivingKeyService {

  private final KeyPair key = TestPki.curveKeys();
  private final byte[] content =
      Envelopes.keyWithId(key.getPrivate().getEncoded(), order.mailbox());

  @Test
  void noControl_isBadRequest() {
    assertRefused(archive(order, cr(key)), Reason.BAD_REQUEST, "is needed");
  }

  @Test
  void controlBesideIt_isBadRequest() {
    assertRefused(
        archive(
            order,
            cr(
                key,
                Envelopes.control(envelopes.around(content)),
                Client.deliverTo(TestPki.curveKeys()))),
        Reason.BAD_REQUEST,
        "no other");
  }

  @Test
  void keyGenParameters_areBadRequest() {
    assertRefused(
        archive(order, cr(key, options(new PKIArchiveOptions(new DEROctetString(new byte[8]))))),
        Reason.BAD_REQUEST,
        "only encryptedPrivKey");
  }

  @Test
  void archiveRemGenPrivKey_isBadRequest() {
    for (boolean value : new boolean[] {true, false}) {
      assertRefused(
          archive(order, cr(key, options(new PKIArchiveOptions(value)))),
          Reason.BAD_REQUEST,
          "only encryptedPrivKey");
    }
  }

  @Test
  void encryptedValue_isBadRequest() {
    EncryptedValue old =
        new EncryptedValue(null, null, null, null, null, new DERBitString(new byte[20]));
    assertRefused(
        archive(order, cr(key, options(new PKIArchiveOptions(new EncryptedKey(old))))),
        Reason.BAD_REQUEST,
        "EncryptedValue");
  }

  @Test
  void envelopeForAnotherCertificate_isBadRequest() throws Exception {
    X509CertificateHolder other =
        parts.pki.mailCertificate(
            TestPki.rsaKeys(2048).getPublic(), "x@example.org", KeyUsage.keyEncipherment);
    assertRefused(
        archived(
            envelopes.around(
                content,
                Envelopes.ENC_KEY_WITH_ID,
                Envelopes.oaep(other, "SHA-256", MGF1ParameterSpec.SHA256))),
        Reason.BAD_REQUEST,
        "archive-transport");
  }

  @Test
  void twoRecipients_areBadRequest() {
    assertRefused(
        archived(
            Envelopes.around(
                content,
                Envelopes.ENC_KEY_WITH_ID,
                Envelopes.cbc(),
                envelopes.oaep(),
                envelopes.oaep())),
        Reason.BAD_REQUEST,
        "one recipient");
  }

  @Test
  void paddingOfPkcs1_isBadRequest() throws Exception {
    assertRefused(
        archived(
            envelopes.around(
                content,
                Envelopes.ENC_KEY_WITH_ID,
                new JceKeyTransRecipientInfoGenerator(TestPki.jca(envelopes.transport()))
                    .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider()))),
        Reason.BAD_REQUEST,
        "RSAES-OAEP with SHA-256");
  }

  @Test
  void oaepWithSha1_isBadRequest() {
    for (String digest : new String[] {"SHA-1", "SHA-256"}) {
      assertRefused(
          archived(
              envelopes.around(
                  content,
                  Envelopes.ENC_KEY_WITH_ID,
                  Envelopes.oaep(envelopes.transport(), digest, MGF1ParameterSpec.SHA1))),
          Reason.BAD_REQUEST,
          "RSAES-OAEP with SHA-256");
    }
  }

  @Test
  void tripleDes_isBadRequest() {
    assertRefused(
        archived(
            Envelopes.around(
                content,
                Envelopes.ENC_KEY_WITH_ID,
                Envelopes.cipher(CMSAlgorithm.DES_EDE3_CBC),
                envelopes.oaep())),
        Reason.BAD_REQUEST,
        "AES-CBC");
  }

  @Test
  void bareKeyOfTypeData_isBadRequest() {
    assertRefused(
        archived(
            envelopes.around(
                key.getPrivate().getEncoded(), PKCSObjectIdentifiers.data, envelopes.oaep())),
        Reason.BAD_REQUEST,
        "EncKeyWithID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA 1024", "EC secp521r1", "Ed25519"})
  void kindOfKeyThatIsNotKept_isBadCertTemplate(String kind) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.split(" ")[0]);
    if (kind.startsWith("RSA")) {
      generator.initialize(1024);
    } else if (kind.startsWith("EC")) {
      generator.initialize(new ECGenParameterSpec("secp521r1"));
    }
    KeyPair other = generator.generateKeyPair();

    assertRefused(
        archive(order, cr(other, Envelopes.control(envelopes.around(content)))),
        Reason.BAD_CERT_TEMPLATE,
        "publicKey is none of");
  }

  @Test
  void noPublicKey_isBadCertTemplate() {
    assertRefused(
        archive(
            order,
            alice.sign(
                Client.ask(PKIBody.TYPE_CERT_REQ, Envelopes.control(envelopes.around(content))))),
        Reason.BAD_CERT_TEMPLATE,
        "absent");
  }

  @Test
  void ir_isBadRequest() {
    assertRefused(
        archive(
            order,
            alice.sign(
                Client.ask(
                    PKIBody.TYPE_INIT_REQ,
                    SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
                    null,
                    Envelopes.control(envelopes.around(content))))),
        Reason.BAD_REQUEST,
        "found ir");
  }

  @Test
  void secret_isNotAuthorized() {
    Orders deposited = Secrets.deposit(parts, room, order);

    assertRefused(
        archive(
            deposited,
            Client.under(
                Client.SECRET,
                deposited.reference(),
                writer(key, Envelopes.control(envelopes.around(content))))),
        Reason.NOT_AUTHORIZED,
        "under a signing certificate");
  }

  @Test
  void profileThatTheOrderDoesNotName_isNotAuthorized() {
    assertRefused(
        archive(
            order.profiles(ProfileName.SIGNING, ProfileName.ENCRYPTION),
            cr(key, Envelopes.control(envelopes.around(content)))),
        Reason.NOT_AUTHORIZED,
        "does not name profile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signing", "encryption", "encryption-compat", "encryption-cloud"})
  void everyOtherProfile_isNotAuthorized(String profile) {
    assertRefused(
        archive(
            new ProfileName(profile), order, cr(key, Envelopes.control(envelopes.around(content)))),
        Reason.NOT_AUTHORIZED,
        "takes no keys of clients");
  }

  @Test
  void profileThatTheAuthorityMayNotOrder_isNotAuthorized() {
    Orders foreign =
        order
            .by(TestPki.SMALL_RA)
            .mailbox("alice@example.net")
            .profiles(ProfileName.SIGNING, ProfileName.ENCRYPTION_CLIENT);
    Client there = Client.of(parts.pki, "alice@example.net");

    assertThat(
            refused(
                    room.archiveClientKey()
                        .orElseThrow()
                        .archive(
                            new org.vouchseal.keyservice.central.CentralKeyRequest(
                                there.sign(
                                    writer(key, Envelopes.control(envelopes.around(content)))),
                                parts.pki.smallRa().order(foreign.order()),
                                ProfileName.ENCRYPTION_CLIENT)))
                .why())
        .isEqualTo("registration authority small may not order profile encryption-client");
  }

  @Test
  void certificateForAnotherMailbox_isNotAuthorized() {
    Client bob = Client.of(parts.pki, "bob@example.org");

    assertRefused(
        archive(order, bob.sign(writer(key, Envelopes.control(envelopes.around(content))))),
        Reason.NOT_AUTHORIZED,
        "no mailbox of the order");
  }

  @Test
  void envelopeExchangedOnTheWay_isBadMessageCheck() {
    byte[] message = cr(key, Envelopes.control(envelopes.around(content)));
    byte[] changed =
        Client.replaced(message, bits(key.getPublic()), bits(TestPki.curveKeys().getPublic()));

    assertRefused(archive(order, changed), Reason.BAD_MESSAGE_CHECK, "signature");
  }

  /** The key's request with this envelope for the archive. */
  private CentralKeyOutcome archived(EnvelopedData envelope) {
    return archive(order, cr(key, Envelopes.control(envelope)));
  }

  private static byte[] bits(java.security.PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getBytes();
  }

  private static org.bouncycastle.asn1.crmf.AttributeTypeAndValue options(
      PKIArchiveOptions options) {
    return Client.control(Client.ARCHIVE_OPTIONS, options);
  }
}
