package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vouchseal.issuing.door.Questions.CERT_PROFILE;
import static org.vouchseal.issuing.door.Questions.genm;
import static org.vouchseal.issuing.door.Questions.idIt;
import static org.vouchseal.issuing.door.Questions.sequence;
import static org.vouchseal.issuing.door.Questions.told;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CertReqTemplateContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.vouchseal.model.ProfileName;

/** certReqTemplate: what a request must look like, and that such a request is granted. */
class ClientAskingForTemplateTest extends OneIssuing {

  private static final InfoTypeAndValue QUESTION = new InfoTypeAndValue(idIt(19));

  private static CertReqTemplateContent template(Applicant.Answer answer) {
    InfoTypeAndValue told = told(answer);
    assertThat(told.getInfoType()).isEqualTo(idIt(19));
    return CertReqTemplateContent.getInstance(told.getInfoValue());
  }

  private static List<String> keySpec(CertReqTemplateContent content) {
    List<String> controls = new ArrayList<>();
    for (ASN1Encodable element : content.getKeySpec()) {
      AttributeTypeAndValue control = AttributeTypeAndValue.getInstance(element);
      controls.add(
          switch (control.getType().getId()) {
            case "1.3.6.1.5.5.7.5.1.11" ->
                AlgorithmIdentifier.getInstance(control.getValue()).getAlgorithm().getId()
                    + " "
                    + AlgorithmIdentifier.getInstance(control.getValue()).getParameters();
            case "1.3.6.1.5.5.7.5.1.12" ->
                "RSA " + ASN1Integer.getInstance(control.getValue()).getValue();
            default -> "unknown " + control.getType();
          });
    }
    return controls;
  }

  @Test
  void templateOfSigning_hasTheSubjectAndEveryKindOfKey() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    CertReqTemplateContent content =
        template(anna.send("/p/signing/getcertreqtemplate", anna.mac(genm(anna, QUESTION))));

    CertTemplate template = content.getCertTemplate();
    assertThat(template.getSubject().toString()).isEqualTo(anna.subject());
    assertThat(template.getPublicKey()).isNull();
    assertThat(template.getSerialNumber()).isNull();
    assertThat(template.getSigningAlg()).isNull();
    assertThat(template.getIssuerUID()).isNull();
    assertThat(template.getSubjectUID()).isNull();
    assertThat(keySpec(content))
        .containsExactly(
            "1.2.840.10045.2.1 1.2.840.10045.3.1.7",
            "1.2.840.10045.2.1 1.3.132.0.34",
            "RSA 2048",
            "1.3.101.112 null");
  }

  @Test
  void requestByTheTemplate_isGrantedWithoutChange() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    CertTemplate template =
        template(anna.send("", anna.mac(genm(anna, QUESTION)))).getCertTemplate();

    Applicant.Answer ip =
        anna.send(
            "/p/signing",
            anna.mac(
                anna.writer()
                    .request(
                        PKIBody.TYPE_INIT_REQ,
                        template.getSubject().toString(),
                        Applicant.spki(anna.key),
                        anna.key.getPrivate(),
                        "SHA256withECDSA")));

    assertThat(ip.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(ip.response().getStatus().getStatus())
        .isEqualTo(BigInteger.valueOf(PKIStatus.GRANTED));
    assertThat(ip.certificate().getSubject()).isEqualTo(template.getSubject());
  }

  @Test
  void templateOfAKeyMadeHere_hasNoKeySpec() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();

    CertReqTemplateContent byPath =
        template(anna.send("/p/encryption", anna.signed(genm(anna, QUESTION))));
    CertReqTemplateContent byHeader =
        template(
            anna.send(
                "/getcertreqtemplate",
                anna.signed(
                    genm(anna, QUESTION)
                        .generalInfo(
                            new InfoTypeAndValue(
                                CERT_PROFILE, sequence(new DERUTF8String("encryption")))))));

    assertThat(byPath.getKeySpec()).isNull();
    assertThat(byHeader.getKeySpec()).isNull();
    assertThat(byPath.getCertTemplate().getSubject().toString()).isEqualTo(anna.subject());
  }

  @Test
  void templateOfAProfileThatWasNotOrdered_isNotAuthorized() {
    Issuing.Enrolment enrolment =
        issuing.written(issuing.wish("anna@example.org").profiles(ProfileName.SIGNING));
    assertThat(issuing.send(enrolment).status()).isEqualTo(201);
    Applicant anna = new Applicant(issuing, enrolment);

    assertThat(anna.send("/p/encryption", anna.mac(genm(anna, QUESTION))).failure())
        .isEqualTo("notAuthorized");
    template(anna.send("/p/signing", anna.mac(genm(anna, QUESTION))));
  }
}
