package org.vouchseal.keyservice.central;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.keyservice.boot.KeyServiceParts;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Refused;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.Orders;
import org.vouchseal.keyservice.fixtures.Secrets;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.keyservice.fixtures.TestRoom;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.OrderWriter;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;

/** Requests that get no key. After each, escrow is empty. */
class CentralKeyRefusedTest {

  private final TestRoom parts = TestRoom.empty();
  private final KeyServiceRoom room = parts.room();
  private final Orders order = Orders.forAlice();
  private final Client client = Client.of(parts.pki, order.mailbox());
  private final KeyPair ephemeral = TestPki.curveKeys();

  @AfterEach
  void nothingWasStored() {
    assertThat(TestRoom.query("SELECT escrow_id FROM escrow")).isEmpty();
    assertThat(TestRoom.auditTypes()).doesNotContain("escrow.stored", "escrow.opening");
  }

  // The order

  @Test
  void orderSignedByAnotherKey_isNotAuthorized() {
    OrderWriter impostor = new OrderWriter(TestPki.RA);

    assertRefused(
        generate(ProfileName.ENCRYPTION, impostor.order(order.order()), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "signature");
  }

  @Test
  void orderOfUnknownAuthority_isNotAuthorized() {
    OrderWriter unknown = new OrderWriter("nobody");

    assertRefused(
        generate(
            ProfileName.ENCRYPTION,
            unknown.order(order.by("nobody").order()),
            client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "no registration authority");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b.c", "not an order", "e30.e30."})
  void textThatIsNoOrder_isNotAuthorized(String text) {
    assertRefused(
        generate(ProfileName.ENCRYPTION, text, client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "order");
  }

  @Test
  void ownerChangedInTheOrder_isNotAuthorized() {
    Map<String, Object> claims = new LinkedHashMap<>(parts.pki.ra().claims(order.order()));
    claims.put("owner", "mallory");
    String mallorys =
        new OrderWriter(TestPki.RA)
            .sign(parts.pki.ra().header("vouchseal-order+jwt"), claims)
            .replaceAll("\\.[^.]*$", "")
            .concat(parts.pki.ra().order(order.order()).replaceAll("^[^.]*\\.[^.]*", ""));

    assertRefused(
        generate(ProfileName.ENCRYPTION, mallorys, client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "signature");
  }

  @Test
  void mailDomainThatTheAuthorityMayNotOrder_isNotAuthorized() {
    Orders foreign = order.by(TestPki.SMALL_RA).profiles(ProfileName.ENCRYPTION);

    assertRefused(
        generate(
            ProfileName.ENCRYPTION,
            parts.pki.smallRa().order(foreign.order()),
            client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "may not order mail domain example.org");
  }

  @Test
  void compatThatTheAuthorityMayNotOrder_isNotAuthorized() {
    Orders foreign = order.by(TestPki.SMALL_RA).mailbox("alice@example.net");

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT,
            parts.pki.smallRa().order(foreign.order()),
            client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "may not order profile encryption-compat");
  }

  @Test
  void profileThatTheOrderDoesNotName_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.ENCRYPTION, order.profiles(ProfileName.SIGNING), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "does not name profile");
  }

  @Test
  void signingProfile_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.SIGNING, order, client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "no central keys");
  }

  @Test
  void tierThatNobodyDecided_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.ENCRYPTION, order.tier(AssuranceTier.V2), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "not decided");
  }

  @Test
  void validationTooOld_isNotAuthorized() {
    assertRefused(
        generate(ProfileName.ENCRYPTION, order.reusableUntil(Orders.NOW), client.cr(ephemeral)),
        Reason.NOT_AUTHORIZED,
        "could be used until");
  }

  // The protection

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

  // The secret

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

  // The delivery

  @Test
  void signingCertificateAlone_cannotReceiveAKey() {
    byte[] message = client.sign(Client.ask(PKIBody.TYPE_CERT_REQ));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message),
        Reason.NOT_AUTHORIZED,
        "protocolEncrKey is absent");
  }

  @Test
  void certificateThatMayAgree_isNoRecipientOnCompat() {
    KeyPair keys = TestPki.curveKeys();
    Client agreeing =
        Client.with(
            keys,
            parts.pki.mailCertificate(
                keys.getPublic(),
                order.mailbox(),
                KeyUsage.digitalSignature | KeyUsage.keyAgreement));

    assertRefused(
        generate(
            ProfileName.ENCRYPTION_COMPAT, order, agreeing.sign(Client.ask(PKIBody.TYPE_CERT_REQ))),
        Reason.NOT_AUTHORIZED,
        "needs control protocolEncrKey");
  }

  @Test
  void curveCertificateThatMayEncipherOnly_cannotReceiveAKey() {
    KeyPair keys = TestPki.curveKeys();
    Client enciphering =
        Client.with(
            keys,
            parts.pki.mailCertificate(
                keys.getPublic(),
                order.mailbox(),
                KeyUsage.digitalSignature | KeyUsage.keyEncipherment));

    assertRefused(
        generate(
            ProfileName.ENCRYPTION, order, enciphering.sign(Client.ask(PKIBody.TYPE_CERT_REQ))),
        Reason.NOT_AUTHORIZED,
        "protocolEncrKey is absent");
  }

  @Test
  void irUnderASignatureOnCompat_isNotAuthorized() {
    byte[] message = client.sign(Client.ask(PKIBody.TYPE_INIT_REQ, Client.deliverTo(ephemeral)));

    assertRefused(
        generate(ProfileName.ENCRYPTION_COMPAT, order, message),
        Reason.NOT_AUTHORIZED,
        "takes a cr");
  }

  @Test
  void deliveryKeyThatIsNoPoint_isBadRequest() {
    byte[] point = new byte[65];
    point[0] = 4;
    point[64] = 1;
    SubjectPublicKeyInfo none =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.840.10045.2.1"),
                SECObjectIdentifiers.secp256r1),
            point);

    assertBadDeliveryKey(Client.control(Client.PROTOCOL_ENCR_KEY, none));
  }

  @Test
  void deliveryKeyOnAnotherCurve_isBadRequest() {
    SubjectPublicKeyInfo other =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.840.10045.2.1"),
                SECObjectIdentifiers.secp192r1),
            new byte[49]);

    assertBadDeliveryKey(Client.control(Client.PROTOCOL_ENCR_KEY, other));
  }

  @Test
  void weakRsaDeliveryKey_isBadRequest() {
    assertBadDeliveryKey(Client.deliverTo(TestPki.rsaKeys(1024)));
  }

  @Test
  void rsaDeliveryKeyWithExponentOne_isBadRequest() throws Exception {
    BigInteger modulus =
        ((java.security.interfaces.RSAPublicKey) TestPki.rsaKeys(2048).getPublic()).getModulus();
    SubjectPublicKeyInfo identity =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPublicKey(modulus, BigInteger.ONE));

    assertBadDeliveryKey(Client.control(Client.PROTOCOL_ENCR_KEY, identity));
  }

  @Test
  void deliveryKeyThatIsNoKey_isBadRequest() {
    assertBadDeliveryKey(Client.control(Client.PROTOCOL_ENCR_KEY, new DEROctetString(new byte[3])));
  }

  private void assertBadDeliveryKey(AttributeTypeAndValue control) {
    byte[] message = client.sign(Client.ask(PKIBody.TYPE_CERT_REQ, control));
    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "protocolEncrKey");
  }

  @Test
  void twoDeliveryKeys_areBadRequest() {
    byte[] message =
        client.sign(
            Client.ask(
                PKIBody.TYPE_CERT_REQ,
                Client.deliverTo(ephemeral),
                Client.deliverTo(TestPki.curveKeys())));

    assertRefused(generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "twice");
  }

  // The request

  @Test
  void archiveControl_isBadRequest() {
    byte[] message =
        client.sign(
            Client.ask(
                PKIBody.TYPE_CERT_REQ,
                Client.control(Client.ARCHIVE_OPTIONS, new DEROctetString(new byte[3])),
                Client.deliverTo(ephemeral)));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "pkiArchiveOptions");
  }

  @Test
  void keyBroughtAlong_isBadCertTemplate() {
    byte[] message =
        client.sign(
            Client.ask(
                PKIBody.TYPE_CERT_REQ,
                SubjectPublicKeyInfo.getInstance(TestPki.curveKeys().getPublic().getEncoded()),
                null,
                Client.deliverTo(ephemeral)));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_CERT_TEMPLATE, "leave it out");
  }

  @Test
  void kindOfKeyThatIsNotMade_isBadCertTemplate() {
    byte[] message =
        client.sign(
            Client.ask(
                PKIBody.TYPE_CERT_REQ,
                Client.emptyKey("1.2.840.10045.2.1", SECObjectIdentifiers.secp384r1),
                null,
                Client.deliverTo(ephemeral)));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message),
        Reason.BAD_CERT_TEMPLATE,
        "made here are RSA and P-256");
  }

  @Test
  void keyUpdate_isBadRequest() {
    byte[] message =
        client.sign(Client.ask(PKIBody.TYPE_KEY_UPDATE_REQ, Client.deliverTo(ephemeral)));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "found kur");
  }

  @Test
  void twoRequestsInOneMessage_areBadRequest() {
    CertReqMsg one = requestOf(0);
    CertReqMsg two = requestOf(1);
    byte[] message =
        client.sign(
            new CmpWriter()
                .pvno(3)
                .body(
                    new PKIBody(
                        PKIBody.TYPE_CERT_REQ, new CertReqMessages(new CertReqMsg[] {one, two}))));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "2 requests");
  }

  private CertReqMsg requestOf(int id) {
    return new CertReqMsg(
        new CertRequest(
            new ASN1Integer(id),
            CmpWriter.certRequest("CN=x", null, null).getCertTemplate(),
            new Controls(Client.deliverTo(ephemeral))),
        null,
        null);
  }

  @Test
  void proofOfPossessionOfNothing_isBadRequest() {
    CertRequest request =
        CmpWriter.certRequest("CN=x", null, new Controls(Client.deliverTo(ephemeral)));
    byte[] message =
        client.sign(
            new CmpWriter()
                .pvno(3)
                .request(
                    PKIBody.TYPE_CERT_REQ,
                    request,
                    CmpWriter.signed(request, client.keys.getPrivate(), "SHA256withECDSA")));

    assertRefused(generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "popo");
  }

  @Test
  void messageWithoutTransaction_isBadRequest() {
    byte[] message =
        client.sign(
            Client.ask(PKIBody.TYPE_CERT_REQ, Client.deliverTo(ephemeral)).transactionId(null));

    assertRefused(
        generate(ProfileName.ENCRYPTION, order, message), Reason.BAD_REQUEST, "transactionID");
  }

  @Test
  void octetsThatAreNoMessage_areBadRequest() {
    for (byte[] octets : List.of(new byte[0], new byte[] {1, 2, 3}, new byte[70_000])) {
      assertRefused(generate(ProfileName.ENCRYPTION, order, octets), Reason.BAD_REQUEST, "");
    }
  }

  @Test
  void everyMessageCutShort_isBadRequest() {
    byte[] message = client.cr(ephemeral);
    for (int length = 0; length < message.length; length += 50) {
      assertRefused(
          generate(ProfileName.ENCRYPTION, order, java.util.Arrays.copyOf(message, length)),
          Reason.BAD_REQUEST,
          "");
    }
  }

  @Test
  void databaseThatDoesNotAnswer_isUnavailable() {
    Transactions down =
        new Transactions() {
          @Override
          public <T> T run(java.util.function.Supplier<T> work) {
            throw new StoreUnavailable("the database did not answer", new Exception());
          }
        };
    KeyServiceRoom cut =
        KeyServiceRoom.assemble(
            new KeyServiceParts(
                down,
                parts.transactions,
                parts.pki.token(),
                parts.providers,
                parts.pki.directory(),
                parts.clock,
                parts.random,
                HaltPoint.NONE,
                "node-1",
                KeyServiceSettings.defaults()));

    assertRefused(
        cut.generateCentralKey()
            .generate(
                new CentralKeyRequest(
                    client.cr(ephemeral),
                    parts.pki.ra().order(order.order()),
                    ProfileName.ENCRYPTION)),
        Reason.UNAVAILABLE,
        "repeat the same request later");
  }

  private CentralKeyOutcome generate(ProfileName profile, Orders under, byte[] message) {
    return generate(profile, parts.pki.ra().order(under.order()), message);
  }

  private CentralKeyOutcome generate(ProfileName profile, String jws, byte[] message) {
    return room.generateCentralKey().generate(new CentralKeyRequest(message, jws, profile));
  }

  private static void assertRefused(CentralKeyOutcome outcome, Reason reason, String why) {
    Optional<Refused> refused =
        outcome.<Optional<Refused>>fold(escrowed -> Optional.empty(), Optional::of);
    assertThat(refused).as("refused, not %s", outcome).isPresent();
    assertThat(refused.get().why()).contains(why);
    assertThat(refused.get().reason()).isEqualTo(reason);
  }
}
