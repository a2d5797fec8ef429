package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.Controls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/**
 * First gate of escrow, with none of the others there: the key service of these tests takes
 * whatever it is given. An applicant sends the private half of his own key along.
 */
class ApplicantArchivingOwnKeyTest extends OneIssuing {

  private static final ASN1ObjectIdentifier ARCHIVE_OPTIONS =
      new ASN1ObjectIdentifier("1.3.6.1.5.5.7.5.1.4");

  /** Two profiles take nothing under a secret, whatever it is. */
  @ParameterizedTest
  @CsvSource({
    "signing, badRequest",
    "encryption, notAuthorized",
    "encryption-compat, badRequest",
    "encryption-cloud, notAuthorized",
    "encryption-client, notAuthorized"
  })
  void irUnderTheSecret_isRefused(String profile, String failure) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    assertRefused(
        anna.send("/p/" + profile, anna.mac(archiving(anna, PKIBody.TYPE_INIT_REQ, anna.key))),
        failure);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"signing", "encryption", "encryption-compat", "encryption-cloud"})
  void crUnderTheCertificate_isBadRequest(String profile) {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    KeyPair device = TestSigningKey.pair(KeyAlgorithm.P256);

    assertRefused(
        anna.send("/p/" + profile, anna.signed(archiving(anna, PKIBody.TYPE_CERT_REQ, device))),
        "badRequest");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(1);
  }

  @Test
  void sameRequestWithoutTheControl_isGranted() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");

    assertThat(
            anna.send("/p/signing", anna.mac(asking(anna, PKIBody.TYPE_INIT_REQ, anna.key, null)))
                .type())
        .isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  private void assertRefused(Applicant.Answer answer, String failure) {
    assertThat(answer.failure()).isEqualTo(failure);
    assertThat(issuing.keyService.requests).isEmpty();
    assertThat(issuing.keyService.archived).isEmpty();
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan WHERE profile <> 'signing'"))
        .isZero();
  }

  private static CmpWriter archiving(Applicant applicant, int type, KeyPair key) {
    return asking(
        applicant,
        type,
        key,
        new Controls(
            new AttributeTypeAndValue(
                ARCHIVE_OPTIONS,
                new DERTaggedObject(false, 1, new DEROctetString(key.getPrivate().getEncoded())))));
  }

  private static CmpWriter asking(Applicant applicant, int type, KeyPair key, Controls controls) {
    CertRequest request = CmpWriter.certRequest(applicant.subject(), Applicant.spki(key), controls);
    return applicant
        .writer()
        .request(type, request, CmpWriter.signed(request, key.getPrivate(), "SHA256withECDSA"));
  }
}
