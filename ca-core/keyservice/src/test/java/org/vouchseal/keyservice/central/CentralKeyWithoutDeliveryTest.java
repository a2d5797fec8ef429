package org.vouchseal.keyservice.central;

import java.math.BigInteger;
import java.security.KeyPair;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.model.ProfileName;

/** Requests whose key could reach nobody, or the wrong one. */
class CentralKeyWithoutDeliveryTest extends RefusingKeyService {

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
}
