package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.PasswordRecipientInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JcePasswordEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Escrowed;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Openssl;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.keyservice.key.EncryptionAlgorithm;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.SpkiDigest;

/** A subscriber fetches an encryption key; what he gets is read by openssl and by BouncyCastle. */
class CentralKeyDeliveryTest {

  private static final String KEY_PACKAGE = "2.16.840.1.101.2.1.2.78.5";
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  @TempDir Path folder;

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final Orders order = Orders.forAlice();
  private final Client client = Client.of(parts.pki, order.mailbox());
  private Openssl openssl;
  private DeliveryReader reader;

  @BeforeEach
  void openssl() {
    openssl = new Openssl(folder);
    reader = new DeliveryReader(openssl, parts);
  }

  @Test
  void curveDeliveryKey_getsKeyAgreementThatOpensslOpens() {
    KeyPair ephemeral = TestPki.curveKeys();

    Escrowed answer = ask(ProfileName.ENCRYPTION, client.cr(ephemeral));

    KeyAgreeRecipientInfo kari =
        KeyAgreeRecipientInfo.getInstance(DeliveryReader.onlyRecipient(answer).getInfo());
    assertThat(kari.getKeyEncryptionAlgorithm().getAlgorithm().getId()).isEqualTo("1.3.132.1.11.1");
    assertThat(
            ASN1Sequence.getInstance(kari.getKeyEncryptionAlgorithm().getParameters())
                .getObjectAt(0))
        .hasToString("2.16.840.1.101.3.4.1.45");
    assertThat(kari.getRecipientEncryptedKeys()).hasSize(1);
    reader.assertAsymmetricKeyPackage(answer, reader.opensslOpens(answer, ephemeral.getPrivate()));
    assertThat(
            DeliveryReader.bouncyCastleOpens(
                answer, new JceKeyAgreeEnvelopedRecipient(ephemeral.getPrivate()).setProvider(BC)))
        .isNotEmpty();
  }

  @Test
  void rsaDeliveryKey_getsOaepThatOpensslOpens() {
    KeyPair ephemeral = TestPki.rsaKeys(2048);

    Escrowed answer = ask(ProfileName.ENCRYPTION, client.cr(ephemeral));

    KeyTransRecipientInfo ktri =
        KeyTransRecipientInfo.getInstance(DeliveryReader.onlyRecipient(answer).getInfo());
    assertThat(ktri.getKeyEncryptionAlgorithm().getAlgorithm().getId())
        .isEqualTo("1.2.840.113549.1.1.7");
    reader.assertAsymmetricKeyPackage(answer, reader.opensslOpens(answer, ephemeral.getPrivate()));
    assertThat(
            DeliveryReader.bouncyCastleOpens(
                answer, new JceKeyTransEnvelopedRecipient(ephemeral.getPrivate()).setProvider(BC)))
        .isNotEmpty();
  }

  @Test
  void curveCertificateThatMayAgree_isTheRecipientWithoutControl() {
    KeyPair keys = TestPki.curveKeys();
    Client agreeing = client(keys, KeyUsage.digitalSignature | KeyUsage.keyAgreement);

    Escrowed answer = ask(ProfileName.ENCRYPTION, agreeing.sign(Client.ask(PKIBody.TYPE_CERT_REQ)));

    Path certificate = openssl.pem("recipient.pem", "CERTIFICATE", der(agreeing));
    reader.assertAsymmetricKeyPackage(
        answer, reader.opensslOpens(answer, keys.getPrivate(), "-recip", certificate));
  }

  @Test
  void rsaCertificateThatMayEncipher_isTheRecipientWithoutControl() {
    KeyPair keys = TestPki.rsaKeys(2048);
    Client enciphering = client(keys, KeyUsage.digitalSignature | KeyUsage.keyEncipherment);

    Escrowed answer =
        ask(ProfileName.ENCRYPTION, enciphering.sign(Client.ask(PKIBody.TYPE_CERT_REQ)));

    Path certificate = openssl.pem("recipient.pem", "CERTIFICATE", der(enciphering));
    reader.assertAsymmetricKeyPackage(
        answer, reader.opensslOpens(answer, keys.getPrivate(), "-recip", certificate));
  }

  @Test
  void control_goesBeforeTheCertificate() {
    KeyPair keys = TestPki.curveKeys();
    KeyPair ephemeral = TestPki.curveKeys();
    Client agreeing = client(keys, KeyUsage.digitalSignature | KeyUsage.keyAgreement);

    Escrowed answer = ask(ProfileName.ENCRYPTION, agreeing.cr(ephemeral));

    assertThat(reader.opensslOpens(answer, ephemeral.getPrivate())).isNotEmpty();
  }

  @Test
  void compatUnderTheSecret_getsBarePrivateKeyUnderAPasswordThatOpensslOpens() {
    Orders deposited = Secrets.deposit(parts, room, order);

    Escrowed answer =
        ask(
            ProfileName.ENCRYPTION_COMPAT,
            deposited,
            Client.irUnder(Client.SECRET, deposited.reference()));

    PasswordRecipientInfo pwri =
        PasswordRecipientInfo.getInstance(DeliveryReader.onlyRecipient(answer).getInfo());
    assertThat(pwri.getKeyEncryptionAlgorithm().getAlgorithm().getId())
        .isEqualTo("1.2.840.113549.1.9.16.3.9");
    byte[] salt =
        PBKDF2Params.getInstance(pwri.getKeyDerivationAlgorithm().getParameters()).getSalt();
    assertThat(salt).hasSize(16).isNotEqualTo(CmpWriter.filled(16, 3));
    byte[] opened =
        openssl.run(
            "cms",
            "-decrypt",
            "-inform",
            "DER",
            "-in",
            openssl.file("env.der", DeliveryReader.contentInfo(answer)),
            "-pwri_password",
            Client.SECRET);
    reader.assertReproduces(answer, PrivateKeyInfo.getInstance(reader.verified(opened)));
    byte[] foreign =
        DeliveryReader.bouncyCastleOpens(
            answer, new JcePasswordEnvelopedRecipient(Client.SECRET.toCharArray()).setProvider(BC));
    assertThat(foreign).isEqualTo(opened);
  }

  @Test
  void compatUnderASignature_getsBarePrivateKeyToItsDeliveryKey() {
    KeyPair ephemeral = TestPki.rsaKeys(2048);

    Escrowed answer = ask(ProfileName.ENCRYPTION_COMPAT, client.cr(ephemeral));

    reader.assertReproduces(
        answer,
        PrivateKeyInfo.getInstance(
            reader.verified(reader.opensslOpens(answer, ephemeral.getPrivate()))));
  }

  @Test
  void cloud_keepsTheKey() {
    Escrowed answer =
        ask(ProfileName.ENCRYPTION_CLOUD, client.sign(Client.ask(PKIBody.TYPE_CERT_REQ)));

    assertThat(answer.envelopedData()).isEmpty();
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow"))
        .containsExactly(answer.receipt().escrowId().value());
  }

  @Test
  void curveNamedInTheTemplate_getsACurveKey() {
    KeyPair ephemeral = TestPki.curveKeys();
    byte[] message =
        client.sign(
            Client.ask(
                PKIBody.TYPE_CERT_REQ,
                Client.emptyKey("1.2.840.10045.2.1", SECObjectIdentifiers.secp256r1),
                null,
                Client.deliverTo(ephemeral)));

    Escrowed answer = ask(ProfileName.ENCRYPTION, message);

    assertThat(EncryptionAlgorithm.of(answer.subjectPublicKeyInfo()))
        .isEqualTo(EncryptionAlgorithm.P_256);
    reader.assertAsymmetricKeyPackage(answer, reader.opensslOpens(answer, ephemeral.getPrivate()));
  }

  @Test
  void keyPackage_hasTheAgreedStructure() {
    KeyPair ephemeral = TestPki.curveKeys();
    Escrowed answer = ask(ProfileName.ENCRYPTION, client.cr(ephemeral));

    EnvelopedData envelope = EnvelopedData.getInstance(answer.envelopedData().orElseThrow());
    assertThat(envelope.getVersion().intValueExact()).isEqualTo(2);
    assertThat(envelope.getEncryptedContentInfo().getContentType())
        .isEqualTo(CMSObjectIdentifiers.signedData);
    assertThat(envelope.getEncryptedContentInfo().getContentEncryptionAlgorithm().getAlgorithm())
        .hasToString("2.16.840.1.101.3.4.1.42");

    SignedData signed = SignedData.getInstance(reader.opensslOpens(answer, ephemeral.getPrivate()));
    assertThat(signed.getVersion().intValueExact()).isEqualTo(3);
    assertThat(signed.getEncapContentInfo().getContentType())
        .isEqualTo(new ASN1ObjectIdentifier(KEY_PACKAGE));
    assertThat(signed.getCertificates().size()).isEqualTo(2);
    assertThat(signed.getSignerInfos().size()).isEqualTo(1);
    SignerInfo signer = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
    assertThat(signer.getVersion().intValueExact()).isEqualTo(3);
    assertThat(signer.getSID().isTagged()).isTrue();
    List<String> attributes = new ArrayList<>();
    signer
        .getAuthenticatedAttributes()
        .forEach(a -> attributes.add(ASN1Sequence.getInstance(a).getObjectAt(0).toString()));
    assertThat(attributes)
        .containsExactlyInAnyOrder("1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4");
  }

  @Test
  void repeatedRequest_givesTheSameKeyInAFreshEnvelope() {
    KeyPair ephemeral = TestPki.curveKeys();
    byte[] message = client.cr(ephemeral);

    Escrowed first = ask(ProfileName.ENCRYPTION, message);
    Escrowed second = ask(ProfileName.ENCRYPTION, message);

    assertThat(second.receipt()).isEqualTo(first.receipt());
    assertThat(second.receiptSignature()).isEqualTo(first.receiptSignature());
    assertThat(second.subjectPublicKeyInfo()).isEqualTo(first.subjectPublicKeyInfo());
    assertThat(second.envelopedData().orElseThrow())
        .isNotEqualTo(first.envelopedData().orElseThrow());
    assertThat(reader.packagedKey(second, ephemeral))
        .isEqualTo(reader.packagedKey(first, ephemeral));
    assertThat(TestRoom.auditTypes())
        .containsExactly("signer.learned", "escrow.stored", "escrow.opening", "escrow.opening");
  }

  @Test
  void poolWithKeys_isUsedAndEmptyPoolIsNoError() {
    assertThat(room.fillPool().step()).isTrue();
    String ready = TestRoom.query("SELECT HEX(spki) FROM pool_key").get(0);

    Escrowed first = ask(ProfileName.ENCRYPTION, client.cr(TestPki.curveKeys()));
    assertThat(room.fillPool().level()).isZero();
    Escrowed second =
        ask(
            ProfileName.ENCRYPTION,
            client.sign(
                Client.ask(PKIBody.TYPE_CERT_REQ, Client.deliverTo(TestPki.curveKeys()))
                    .transactionId(CmpWriter.filled(16, 8))));

    assertThat(java.util.HexFormat.of().withUpperCase().formatHex(first.subjectPublicKeyInfo()))
        .isEqualTo(ready);
    assertThat(second.receipt().escrowId()).isNotEqualTo(first.receipt().escrowId());
  }

  @Test
  void deliveredKey_isTheOneInEscrow() {
    KeyPair ephemeral = TestPki.curveKeys();
    Escrowed answer = ask(ProfileName.ENCRYPTION, client.cr(ephemeral));

    try (EncryptionKeyPair kept =
        room.openEscrow()
            .open(KeyOwner.of(order.order()), answer.receipt().escrowId(), "test", "test")
            .orElseThrow()) {
      assertThat(kept.spki()).isEqualTo(SpkiDigest.of(answer.subjectPublicKeyInfo()));
      PrivateKeyInfo delivered = reader.packagedKey(answer, ephemeral);
      Optional<byte[]> same =
          kept.withPrivateKeyInfo(
              info -> Optional.of(PrivateKeyInfo.getInstance(info).getPrivateKey().getOctets()));
      assertThat(delivered.getPrivateKey().getOctets()).isEqualTo(same.orElseThrow());
    }
  }

  private Escrowed ask(ProfileName profile, byte[] message) {
    return ask(profile, order, message);
  }

  private Escrowed ask(ProfileName profile, Orders under, byte[] message) {
    return room.generateCentralKey()
        .generate(new CentralKeyRequest(message, parts.pki.ra().order(under.order()), profile))
        .<Escrowed>fold(
            escrowed -> escrowed,
            refused -> {
              throw new AssertionError(refused.toString());
            });
  }

  private Client client(KeyPair keys, int usage) {
    return Client.with(keys, parts.pki.mailCertificate(keys.getPublic(), order.mailbox(), usage));
  }

  private static byte[] der(Client holder) {
    try {
      return holder.certificate.getEncoded();
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
