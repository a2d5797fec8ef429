package org.vouchseal.keyservice.central;

import java.util.List;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.vouchseal.keyservice.boot.KeyServiceParts;
import org.vouchseal.keyservice.boot.KeyServiceRoom;
import org.vouchseal.keyservice.boot.KeyServiceSettings;
import org.vouchseal.keyservice.central.CentralKeyOutcome.Reason;
import org.vouchseal.keyservice.fixtures.Client;
import org.vouchseal.keyservice.fixtures.TestPki;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.runtime.HaltPoint;
import org.vouchseal.model.runtime.StoreUnavailable;
import org.vouchseal.model.runtime.Transactions;

/** Requests that ask for something else than a central key. */
class CentralKeyBadlyAskedForTest extends RefusingKeyService {

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
}
