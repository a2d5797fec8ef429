package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** kur: a signing certificate is renewed by who holds it, once, with a new key. */
@Tag("db")
class HolderRenewingTest extends OneIssuing {

  private final KeyPair next = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
  }

  private Applicant.Answer kur(CmpWriter writer) {
    return anna.send("/p/signing", anna.signed(writer));
  }

  private Applicant.Answer kur() {
    return kur(anna.kurWriter(next, anna.certificate));
  }

  private Applicant.Answer confirmed(Applicant.Answer kup) {
    return anna.send("/p/signing", anna.signed(anna.accepting(kup)));
  }

  private X509CertificateHolder renewed() {
    Applicant.Answer kup = kur();
    assertThat(kup.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    assertThat(confirmed(kup).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    return kup.certificate();
  }

  private static byte[] encryption(Applicant who, X509CertificateHolder signer, KeyPair key) {
    return Applicant.signed(who.centralWriter(PKIBody.TYPE_CERT_REQ, true, false), signer, key);
  }

  private Applicant.Answer encrypted(X509CertificateHolder signer, KeyPair key) {
    Applicant.Answer cp = anna.send("/p/encryption", encryption(anna, signer, key));
    if (cp.type() == PKIBody.TYPE_CERT_REP) {
      Applicant.Answer confirmed =
          anna.send("/p/encryption", Applicant.signed(anna.accepting(cp), signer, key));
      assertThat(confirmed.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    }
    return cp;
  }

  @Test
  void renewal_certifiesTheNewKeyForTheSameNames() {
    X509CertificateHolder renewed = renewed();

    assertThat(renewed.getSubject()).isEqualTo(anna.certificate.getSubject());
    assertThat(renewed.getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(next));
    assertThat(renewed.getSerialNumber()).isNotEqualTo(anna.certificate.getSerialNumber());
  }

  @Test
  void renewedCertificate_staysValidUntilItExpires() {
    renewed();

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
    assertThat(anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate))).type())
        .isEqualTo(PKIBody.TYPE_REVOCATION_REP);
  }

  @Test
  void withoutOldCertId_itIsTheSignersOwn() {
    assertThat(kur(anna.kurWriter(next, null)).type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
  }

  @Test
  void underARenewedCertificate_theNextRenewalIsGranted() {
    X509CertificateHolder second = renewed();
    KeyPair third = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer kup =
        anna.send("/p/signing", Applicant.signed(anna.kurWriter(third, second), second, next));

    assertThat(kup.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
  }

  @Test
  void secondRenewalOfOneCertificate_isBadRequest() {
    renewed();

    Applicant.Answer again =
        kur(anna.kurWriter(TestSigningKey.pair(KeyAlgorithm.P256), anna.certificate));

    assertThat(again.failure()).isEqualTo("badRequest");
    assertThat(again.text()).contains("was updated before");
  }

  @Test
  void secondRenewalWhileOneIsOpen_isDuplicateCertReq() {
    kur();

    Applicant.Answer again =
        kur(anna.kurWriter(TestSigningKey.pair(KeyAlgorithm.P256), anna.certificate));

    assertThat(again.failure()).isEqualTo("duplicateCertReq");
  }

  @Test
  void rejectedRenewal_isRevokedAndMayBeTriedAgain() {
    Applicant.Answer kup = kur();
    anna.send("/p/signing", anna.signed(anna.rejecting(kup)));

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
    assertThat(kur(anna.kurWriter(TestSigningKey.pair(KeyAlgorithm.P256), anna.certificate)).type())
        .isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
  }

  @Test
  void oldCertIdOfSomebodyElse_isBadCertId() {
    Applicant bob = Applicant.of(issuing, "bob@example.org").enrolled();

    assertThat(kur(anna.kurWriter(next, bob.certificate)).failure()).isEqualTo("badCertId");
  }

  @Test
  void oldCertIdOfTheEncryptionCertificate_isBadCertId() {
    X509CertificateHolder encryption = encrypted(anna.certificate, anna.key).certificate();

    assertThat(kur(anna.kurWriter(next, encryption)).failure()).isEqualTo("badCertId");
  }

  @Test
  void sameKey_isBadCertTemplate() {
    assertThat(kur(anna.kurWriter(anna.key, anna.certificate)).failure())
        .isEqualTo("badCertTemplate");
  }

  @Test
  void underTheSecret_isWrongIntegrity() {
    Applicant bob = Applicant.of(issuing, "bob@example.org");

    Applicant.Answer answer =
        bob.send("/p/signing", bob.mac(bob.kurWriter(next, anna.certificate)));

    assertThat(answer.failure()).isEqualTo("wrongIntegrity");
  }

  @Test
  void revokedCertificate_isNotRenewed() {
    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));

    assertThat(kur().failure()).isEqualTo("certRevoked");
  }

  @Test
  void atAnEncryptionProfile_isNotAuthorized() {
    Applicant.Answer answer =
        anna.send("/p/encryption", anna.signed(anna.kurWriter(next, anna.certificate)));

    assertThat(answer.failure()).isEqualTo("notAuthorized");
  }

  @Test
  void afterSomebodyElseProvedTheMailbox_endsWithWhatItRenewed() {
    issuing.clock.advance(Duration.ofMinutes(2));
    Applicant.of(issuing, "anna@example.org").enrolled();
    X509CertificateHolder renewed = renewed();

    issuing.clock.advance(Duration.ofHours(25));
    issuing.runDue();

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(2);
    KeyPair third = TestSigningKey.pair(KeyAlgorithm.P256);
    assertThat(
            anna.send("/p/signing", Applicant.signed(anna.kurWriter(third, renewed), renewed, next))
                .failure())
        .isEqualTo("certRevoked");
  }

  @Test
  void confirmedRenewal_opensTheNextGenerationOfTheEncryptionKey() {
    X509CertificateHolder first = encrypted(anna.certificate, anna.key).certificate();
    assertThat(encrypted(anna.certificate, anna.key).failure()).isEqualTo("notAuthorized");
    X509CertificateHolder signing = renewed();

    X509CertificateHolder second = encrypted(signing, next).certificate();

    assertThat(second.getSubjectPublicKeyInfo()).isNotEqualTo(first.getSubjectPublicKeyInfo());
    assertThat(encrypted(signing, next).failure()).isEqualTo("notAuthorized");
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
  }

  @Test
  void unconfirmedRenewal_opensNothing() {
    encrypted(anna.certificate, anna.key);
    kur();

    assertThat(encrypted(anna.certificate, anna.key).failure()).isEqualTo("notAuthorized");
  }

  @Test
  void lastSigningCertificateRevoked_takesEveryGenerationWithIt() {
    encrypted(anna.certificate, anna.key);
    X509CertificateHolder signing = renewed();
    encrypted(signing, next);

    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
    anna.send("/p/signing", Applicant.signed(anna.rrWriter(signing), signing, next));

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(4);
  }

  /** As Siemens' client copies it: {@code X509Certificate.getExtensionValue} is an OCTET STRING. */
  private CmpWriter withNames(String mailbox) throws IOException {
    byte[] names =
        new DEROctetString(
                new GeneralNames(new GeneralName(GeneralName.rfc822Name, mailbox)).getEncoded())
            .getEncoded();
    CertRequest request =
        new CertRequest(
            new ASN1Integer(0),
            new CertTemplateBuilder()
                .setSubject(new X500Name(anna.subject()))
                .setPublicKey(Applicant.spki(next))
                .setExtensions(
                    new Extensions(new Extension(Extension.subjectAlternativeName, false, names)))
                .build(),
            null);
    return anna.writer()
        .request(
            PKIBody.TYPE_KEY_UPDATE_REQ,
            request,
            CmpWriter.signed(request, next.getPrivate(), "SHA256withECDSA"));
  }

  @Test
  void oldNamesWrappedTwice_areTheOldNames() throws IOException {
    assertThat(kur(withNames("anna@example.org")).type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
  }

  @Test
  void otherNamesWrappedTwice_areBadCertTemplate() throws IOException {
    assertThat(kur(withNames("eve@example.org")).failure()).isEqualTo("badCertTemplate");
  }
}
