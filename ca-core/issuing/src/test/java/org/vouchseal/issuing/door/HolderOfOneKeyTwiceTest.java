package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;

/** One key in several certificates: never of two holders, and never valid after a compromise. */
class HolderOfOneKeyTwiceTest extends OneIssuing {

  @Test
  void keyOfAnotherHolder_isBadCertTemplate() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    Applicant boris = Applicant.of(issuing, "boris@example.org").enrolled();

    Applicant.Answer answer = boris.send("/p/signing", boris.signed(boris.deviceWriter(anna.key)));

    assertThat(answer.failure()).isEqualTo("badCertTemplate");
  }

  @Test
  void compromisedKey_takesItsOtherCertificatesWithIt() throws Exception {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    X509CertificateHolder first = anna.certificate;
    Applicant.Answer device = anna.send("/p/signing", anna.signed(anna.deviceWriter(anna.key)));
    anna.send("/p/signing", anna.signed(anna.accepting(device)));

    Applicant.Answer rp = anna.send("/p/signing", anna.signed(compromised(anna, first)));

    assertThat(rp.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation WHERE reason = 1")).isEqualTo(2);
    anna.certificate = device.certificate();
    assertThat(anna.send("/p/signing", anna.signed(anna.deviceWriter(anna.key))).failure())
        .isEqualTo("certRevoked");
  }

  private static org.vouchseal.messages.fixtures.CmpWriter compromised(
      Applicant who, X509CertificateHolder certificate) throws Exception {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.reasonCode, false, CRLReason.lookup(CRLReason.keyCompromise));
    RevDetails details =
        new RevDetails(
            new CertTemplateBuilder()
                .setIssuer(certificate.getIssuer())
                .setSerialNumber(new ASN1Integer(certificate.getSerialNumber()))
                .build(),
            extensions.generate());
    return who.writer().body(new PKIBody(PKIBody.TYPE_REVOCATION_REQ, new RevReqContent(details)));
  }
}
