package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The secret is found by senderKID alone: whatever else names the reference is not looked at. */
@Tag("db")
class ApplicantNamingTheReferenceTest extends OneIssuing {

  @Test
  void senderNamedLikeTheReference_isNotTakenForIt() {
    Applicant applicant = Applicant.of(issuing, "sender-named@example.org");
    X500Name named = new X500Name("CN=" + applicant.enrolment.reference());
    Applicant.Answer without =
        applicant.send("", applicant.mac(applicant.irWriter().senderKid(null).sender(named)));
    assertThat(without.failure()).isEqualTo("badMessageCheck");
    Applicant.Answer with = applicant.send("", applicant.mac(applicant.irWriter().sender(named)));
    assertThat(with.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
  }

  @Test
  void addressesOfTheConformanceEndpoint_areNone() {
    for (String path :
        new String[] {"/p/conformance", "/p/conformance-waiting", "/p/conformance/certification"}) {
      assertThat(issuing.post(path, new byte[] {0x30, 0x00}).status()).as(path).isEqualTo(404);
    }
  }
}
