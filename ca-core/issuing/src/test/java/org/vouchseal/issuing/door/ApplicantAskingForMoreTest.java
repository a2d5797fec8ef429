package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.centralkey.CentralKeyOutcome;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.ProfileName;

/** Who may have what: every route, and what templates may not say. */
class ApplicantAskingForMoreTest extends OneIssuing {

  private Applicant enrolled() {
    return Applicant.of(issuing, "anna@example.org").enrolled();
  }

  @Test
  void crForEncryption_deliversToTheControlAndPassesTheMessageOn() {
    Applicant anna = enrolled();
    byte[] cr = anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false));

    Applicant.Answer cp = anna.send("/p/encryption", cr);

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(cp.response().getCertifiedKeyPair().getPrivateKey()).isNotNull();
    assertThat(cp.message().getHeader().getPvno().getValue().intValue()).isEqualTo(3);
    assertThat(issuing.keyService.requests).hasSize(1);
    assertThat(issuing.keyService.requests.get(0).pkiMessage()).isEqualTo(cr);
    assertThat(issuing.keyService.requests.get(0).orderJws()).isEqualTo(anna.enrolment.jws());
    assertThat(anna.send("/p/encryption", anna.signed(anna.accepting(cp))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM cmp_transaction WHERE profile = 'encryption'"
                    + " AND OCTET_LENGTH(answer) > 2000"))
        .isZero();
  }

  @Test
  void secondEncryptionCertificate_isNotAuthorized() {
    Applicant anna = enrolled();
    Applicant.Answer cp =
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
    anna.send("/p/encryption", anna.signed(anna.accepting(cp)));

    Applicant.Answer again =
        anna.send(
            "/p/encryption-cloud",
            anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, false, false)));

    assertThat(again.failure()).isEqualTo("notAuthorized");
    assertThat(issuing.keyService.requests).hasSize(1);
  }

  @Test
  void crForEncryptionWithoutControl_isNotAuthorizedSinceTheSignerCannotDecrypt() {
    Applicant anna = enrolled();

    for (String profile : new String[] {"encryption", "encryption-compat"}) {
      assertThat(
              anna.send(
                      "/p/" + profile,
                      anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, false, false)))
                  .failure())
          .isEqualTo("notAuthorized");
    }
    assertThat(issuing.keyService.requests).isEmpty();
  }

  @Test
  void cloudProfile_deliversNoKey() {
    Applicant anna = enrolled();

    Applicant.Answer cp =
        anna.send(
            "/p/encryption-cloud",
            anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, false, false)));

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(cp.response().getCertifiedKeyPair().getPrivateKey()).isNull();
  }

  @Test
  void compatUnderTheSecretInSiemensForm_worksAndDoesNotSpendTheSecret() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer ip =
        anna.send(
            "/p/encryption-compat",
            anna.mac(anna.centralWriter(PKIBody.TYPE_INIT_REQ, false, true)));
    Applicant.Answer confirmed = anna.send("/p/encryption-compat", anna.mac(anna.accepting(ip)));

    assertThat(ip.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(ip.response().getCertifiedKeyPair().getPrivateKey()).isNotNull();
    assertThat(confirmed.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    anna.enrolled();
  }

  @Test
  void encryptionAndCloudUnderTheSecret_areNotAuthorized() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    for (String profile : new String[] {"encryption", "encryption-cloud"}) {
      assertThat(
              anna.send(
                      "/p/" + profile,
                      anna.mac(anna.centralWriter(PKIBody.TYPE_INIT_REQ, true, false)))
                  .failure())
          .isEqualTo("notAuthorized");
    }
    assertThat(issuing.keyService.requests).isEmpty();
  }

  @Test
  void centralKeyForSigning_isNotAuthorized() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    assertThat(
            anna.send(
                    "/p/signing", anna.mac(anna.centralWriter(PKIBody.TYPE_INIT_REQ, false, false)))
                .failure())
        .isEqualTo("notAuthorized");
    assertThat(issuing.keyService.requests).isEmpty();
  }

  @Test
  void ownKeyForEncryption_isBadCertTemplate() {
    Applicant anna = enrolled();
    KeyPair own = TestSigningKey.pair(KeyAlgorithm.P256);

    assertThat(anna.send("/p/encryption", anna.signed(anna.deviceWriter(own))).failure())
        .isEqualTo("badCertTemplate");
    assertThat(issuing.keyService.requests).isEmpty();
  }

  @Test
  void refusalOfTheKeyService_freesTheUse() {
    Applicant anna = enrolled();
    issuing.keyService.forced =
        Optional.of(
            new CentralKeyOutcome.Refused(
                CentralKeyOutcome.Reason.NOT_AUTHORIZED, "not under this signer"));
    byte[] cr = anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false));
    assertThat(anna.send("/p/encryption", cr).failure()).isEqualTo("notAuthorized");
    issuing.keyService.forced = Optional.empty();

    assertThat(anna.send("/p/encryption", cr).failure()).isEqualTo("transactionIdInUse");
    assertThat(
            anna.send(
                    "/p/encryption",
                    anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)))
                .type())
        .isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @Test
  void keyServiceNotThere_sameOctetsWorkLater() {
    Applicant anna = enrolled();
    issuing.keyService.forced =
        Optional.of(
            new CentralKeyOutcome.Refused(CentralKeyOutcome.Reason.UNAVAILABLE, "not there"));
    byte[] cr = anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false));
    assertThat(anna.send("/p/encryption", cr).failure()).isEqualTo("systemUnavail");
    issuing.keyService.forced = Optional.empty();

    assertThat(anna.send("/p/encryption", cr).type()).isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @Test
  void encryptionKeyAsSigner_isNotAccepted() {
    Applicant anna = enrolled();
    Applicant.Answer cp =
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
    anna.send("/p/encryption", anna.signed(anna.accepting(cp)));

    byte[] forged = Applicant.signed(anna.rrWriter(anna.certificate), cp.certificate(), anna.key);

    assertThat(anna.send("/p/signing", forged).failure())
        .isIn("badMessageCheck", "signerNotTrusted", "badAlg");
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
  }

  @Test
  void profileThatWasNotOrdered_isNotAuthorized() {
    Issuing.Enrolment only =
        issuing.written(issuing.wish("anna@example.org").profiles(ProfileName.SIGNING));
    assertThat(issuing.send(only).status()).isEqualTo(201);
    Applicant anna = new Applicant(issuing, only).enrolled();

    assertThat(
            anna.send(
                    "/p/encryption",
                    anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)))
                .failure())
        .isEqualTo("notAuthorized");
  }

  @Test
  void irUnderASignatureAndCrUnderTheSecret_areNotAuthorized() {
    Applicant berta = Applicant.of(issuing, "berta@example.org");
    assertThat(berta.send("/p/signing", berta.mac(berta.deviceWriter(berta.key))).failure())
        .isEqualTo("notAuthorized");
    Applicant anna = enrolled();
    assertThat(anna.send("/p/signing", anna.signed(anna.irWriter())).failure())
        .isEqualTo("notAuthorized");
  }

  @Test
  void revokedSigner_isCertRevokedForEveryBody() {
    Applicant anna = enrolled();
    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));
    KeyPair device = TestSigningKey.pair(KeyAlgorithm.P256);

    assertThat(anna.send("/p/signing", anna.signed(anna.deviceWriter(device))).failure())
        .isEqualTo("certRevoked");
    assertThat(anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate))).failure())
        .isEqualTo("certRevoked");
    assertThat(
            anna.send(
                    "/p/encryption",
                    anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)))
                .failure())
        .isEqualTo("certRevoked");
  }

  @Test
  void lastSigningCertificateRevoked_takesTheEncryptionCertificateAlong() {
    Applicant anna = enrolled();
    Applicant.Answer cp =
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
    anna.send("/p/encryption", anna.signed(anna.accepting(cp)));

    anna.send("/p/signing", anna.signed(anna.rrWriter(anna.certificate)));

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(2);
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation WHERE reason = 4")).isEqualTo(1);
  }

  @Test
  void encryptionCertificateRevoked_leavesTheSigningCertificate() {
    Applicant anna = enrolled();
    Applicant.Answer cp =
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
    anna.send("/p/encryption", anna.signed(anna.accepting(cp)));

    Applicant.Answer rp = anna.send("/p/signing", anna.signed(anna.rrWriter(cp.certificate())));

    assertThat(rp.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
  }

  @Test
  void rrUnderTheSecret_isWrongIntegrity() {
    Applicant anna = enrolled();
    Applicant berta = Applicant.of(issuing, "berta@example.org");

    assertThat(berta.send("/p/signing", berta.mac(berta.rrWriter(anna.certificate))).failure())
        .isEqualTo("wrongIntegrity");
  }

  private byte[] irWith(Applicant anna, CertTemplateBuilder template) {
    CertRequest request =
        new CertRequest(
            new ASN1Integer(0), template.setPublicKey(Applicant.spki(anna.key)).build(), null);
    return anna.mac(
        anna.writer()
            .request(
                PKIBody.TYPE_INIT_REQ,
                request,
                CmpWriter.signed(request, anna.key.getPrivate(), "SHA256withECDSA")));
  }

  private String failureWith(ExtensionsGenerator extensions) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    return anna.send(
            "/p/signing",
            irWith(
                anna,
                new CertTemplateBuilder()
                    .setSubject(new X500Name(anna.subject()))
                    .setExtensions(extensions.generate())))
        .failure();
  }

  @Test
  void caOrSpecialUsages_areNotAuthorized() throws Exception {
    ExtensionsGenerator ca = new ExtensionsGenerator();
    ca.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    assertThat(failureWith(ca)).isEqualTo("notAuthorized");

    ExtensionsGenerator certSign = new ExtensionsGenerator();
    certSign.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    assertThat(failureWith(certSign)).isEqualTo("notAuthorized");

    for (String usage : new String[] {"27", "28", "32", "8", "9"}) {
      ExtensionsGenerator special = new ExtensionsGenerator();
      special.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              KeyPurposeId.getInstance(
                  new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.3." + usage))));
      assertThat(failureWith(special)).as(usage).isEqualTo("notAuthorized");
    }
  }

  @Test
  void otherAlternativeNames_areBadCertTemplate() throws Exception {
    ExtensionsGenerator more = new ExtensionsGenerator();
    more.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.rfc822Name, "anna@example.org"),
              new GeneralName(GeneralName.rfc822Name, "eva@example.org")
            }));
    assertThat(failureWith(more)).isEqualTo("badCertTemplate");
  }

  @Test
  void ownAlternativeNameAndLessUsage_isGrantedWithMods() throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    ExtensionsGenerator own = new ExtensionsGenerator();
    own.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.rfc822Name, "anna@example.org")));
    own.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.nonRepudiation));

    Applicant.Answer ip =
        anna.send(
            "/p/signing",
            irWith(
                anna,
                new CertTemplateBuilder()
                    .setSubject(new X500Name(anna.subject()))
                    .setExtensions(own.generate())));

    assertThat(ip.response().getStatus().getStatus().intValue()).isEqualTo(1);
  }
}
