package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyPair;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.http.RegistrarHttpResponse;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;

/** A certificate of the writer's own making, entered as a device of somebody else. */
class WriterOfCertificatesTest extends DatabaseWriter {

  private final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;
  private X509CertificateHolder made;

  @BeforeEach
  void enter() throws IOException {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
    SerialNumber serial = SerialNumber.random(issuing.random);
    made =
        SelfMade.certificate(
            anna.certificate.getIssuer(),
            serial.value(),
            new X500Name("CN=anna@example.org"),
            key.getPublic().getEncoded());
    write(
        "INSERT INTO certificate (issuer, serial, plan_key, profile, key_class, der, spki,"
            + " not_before, not_after, order_reference, owner, tier, state, issued_at)"
            + " SELECT issuer, ?, NULL, profile, key_class, ?, ?, not_before, not_after,"
            + " order_reference, owner, tier, state, issued_at FROM certificate"
            + " WHERE order_reference IS NOT NULL",
        java.util.HexFormat.of().parseHex(serial.hex()),
        made.getEncoded(),
        SpkiDigest.of(key.getPublic().getEncoded()).octets());
  }

  @Test
  void enteredCertificate_actsForNobody() {
    int before = signatures();
    KeyPair device = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer answer =
        anna.send("/p/signing", Applicant.signed(anna.deviceWriter(device), made, key));

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.failure()).isEqualTo("signerNotTrusted");
    assertThat(signatures()).isEqualTo(before);
    assertThat(broken()).isNotEmpty();
  }

  @Test
  void enteredCertificate_joinsNoOwner() {
    Issuing.Wish wish =
        issuing.wish("eve@example.org").owner(anna.enrolment.order().owner().value());
    RegistrarHttpResponse answer =
        issuing.send(
            issuing.written(
                wish.proof(FormerOwnerObjectingTest.proof(wish.reference(), made, key))));

    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("owner-not-proved");
  }

  @Test
  void shownCertificate_isOursOnlyWhenTheCaSignedIt() throws IOException {
    assertThat(shown(anna.certificate)).isTrue();
    assertThat(shown(made)).isFalse();
  }

  private boolean shown(X509CertificateHolder certificate) throws IOException {
    SerialNumber serial = new SerialNumber(certificate.getSerialNumber());
    byte[] der = certificate.getEncoded();
    return issuing
        .transactions
        .run(() -> issuing.core.certificates().findShown("smime", serial, der))
        .map(IssuedCertificate::serial)
        .isPresent();
  }
}
