package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** p10cr: a PKCS #10 request is judged as the CRMF request of the same content would be. */
@Tag("db")
class ClientSendingPkcs10Test extends OneIssuing {

  private final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

  private PKCS10CertificationRequestBuilder request(Applicant who) {
    return new JcaPKCS10CertificationRequestBuilder(new X500Name(who.subject()), key.getPublic());
  }

  private static CmpWriter p10cr(
      Applicant who, PKCS10CertificationRequestBuilder request, KeyPair signer) {
    try {
      return who.writer()
          .body(
              new PKIBody(
                  PKIBody.TYPE_P10_CERT_REQ,
                  request
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                      .toASN1Structure()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static CmpWriter certConf(Applicant who, Applicant.Answer cp, int certReqId) {
    ASN1Encodable[] status = {
      new DEROctetString(Applicant.sha256(cp.certificate())), new ASN1Integer(certReqId)
    };
    return who.following(cp)
        .body(
            new PKIBody(
                PKIBody.TYPE_CERT_CONFIRM,
                CertConfirmContent.getInstance(
                    new DERSequence(new ASN1Encodable[] {new DERSequence(status)}))));
  }

  private static ASN1Encodable extensions(Extension... all) throws Exception {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    for (Extension extension : all) {
      extensions.addExtension(extension);
    }
    return extensions.generate();
  }

  private static Extension mailbox(String address) throws Exception {
    return new Extension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.rfc822Name, address)).getEncoded());
  }

  @Test
  void underTheSecret_givesTheFirstCertificateWithIdMinusOne() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer cp = anna.send("/p/signing", anna.mac(p10cr(anna, request(anna), key)));

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(cp.response().getCertReqId().getValue()).isEqualTo(-1);
    assertThat(cp.certificate().getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(key));
    assertThat(anna.send("/p/signing", anna.mac(certConf(anna, cp, -1))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(anna.send("/p/signing", anna.ir()).failure()).isEqualTo("badMessageCheck");
  }

  @Test
  void certConfWithId0_isBadRequestAndTheCertificateCanStillBeConfirmed() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant.Answer cp = anna.send("/p/signing", anna.mac(p10cr(anna, request(anna), key)));

    assertThat(anna.send("/p/signing", anna.mac(certConf(anna, cp, 0))).failure())
        .isEqualTo("badRequest");
    assertThat(anna.send("/p/signing", anna.mac(certConf(anna, cp, -1))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void underACertificate_addsADevice() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();

    Applicant.Answer cp = anna.send("/p/signing", anna.signed(p10cr(anna, request(anna), key)));

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order_use WHERE use_name='device-1'"))
        .isEqualTo(1);
  }

  @Test
  void signatureByAnotherKey_isBadPop() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    Applicant.Answer answer =
        anna.send("/p/signing", anna.mac(p10cr(anna, request(anna), anna.key)));

    assertThat(answer.failure()).isEqualTo("badPOP");
  }

  @Test
  void subjectOfSomebodyElse_isBadCertTemplate() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    PKCS10CertificationRequestBuilder foreign =
        new JcaPKCS10CertificationRequestBuilder(
            new X500Name("CN=bob@example.org"), key.getPublic());

    assertThat(anna.send("/p/signing", anna.mac(p10cr(anna, foreign, key))).failure())
        .isEqualTo("badCertTemplate");
  }

  @Test
  void mailboxOfTheOrderInExtensionRequest_isTaken_anotherIsNot() throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    PKCS10CertificationRequestBuilder foreign =
        request(anna)
            .addAttribute(
                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                extensions(mailbox("bob@example.org")));
    PKCS10CertificationRequestBuilder own =
        request(anna)
            .addAttribute(
                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                extensions(mailbox("anna@example.org")));

    assertThat(anna.send("/p/signing", anna.mac(p10cr(anna, foreign, key))).failure())
        .isEqualTo("badCertTemplate");
    assertThat(anna.send("/p/signing", anna.mac(p10cr(anna, own, key))).type())
        .isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @Test
  void caCertificateInExtensionRequest_isNotAuthorized() throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Extension ca =
        new Extension(Extension.basicConstraints, true, new BasicConstraints(true).getEncoded());
    PKCS10CertificationRequestBuilder request =
        request(anna)
            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions(ca));

    assertThat(anna.send("/p/signing", anna.mac(p10cr(anna, request, key))).failure())
        .isEqualTo("notAuthorized");
  }

  @Test
  void anotherAttribute_isBadCertTemplate() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    PKCS10CertificationRequestBuilder request =
        request(anna)
            .addAttribute(
                PKCSObjectIdentifiers.pkcs_9_at_challengePassword, new DERUTF8String("secret"));

    assertThat(anna.send("/p/signing", anna.mac(p10cr(anna, request, key))).failure())
        .isEqualTo("badCertTemplate");
  }

  @Test
  void atAnEncryptionProfile_isBadCertTemplate() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();

    assertThat(anna.send("/p/encryption", anna.signed(p10cr(anna, request(anna), key))).failure())
        .isEqualTo("badCertTemplate");
  }
}
