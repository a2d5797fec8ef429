package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.Keys;

/**
 * What a client gets beside its certificate, and what it may take for an anchor (RFC 9810 §5.3).
 */
class ClientTrustingAnswersTest extends OneIssuing {

  private byte[] root() {
    return issuing.pki.directory.certificate("root");
  }

  private byte[] smimeCa() {
    return issuing.pki.directory.certificate("smime");
  }

  private byte[] trustCa() {
    return issuing.pki.directory.certificate("trust");
  }

  @Test
  void ipUnderTheSecret_bringsTheRootInCaPubsAndTheIssuerBesideIt() {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());

    assertThat(caPubs(ip)).containsExactly(root());
    assertThat(extraCerts(ip)).containsExactly(smimeCa());
  }

  @Test
  void otherAnswers_bringNoAnchor() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    KeyPair device = Keys.p256();
    KeyPair next = Keys.p256();
    Applicant.Answer cp = anna.send("/p/signing", anna.signed(anna.deviceWriter(device)));
    Applicant.Answer kup = anna.send("/p/signing", anna.signed(anna.kurWriter(next, null)));

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(kup.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    for (Applicant.Answer answer : List.of(cp, kup)) {
      assertThat(caPubs(answer)).isEmpty();
    }
  }

  @Test
  void signedAnswers_beginTheirExtraCertsWithTheSignerAndHisChain() {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    Applicant.Answer cp = anna.send("/p/signing", anna.signed(anna.deviceWriter(Keys.p256())));
    Applicant.Answer error = anna.send("/p/signing", anna.signed(anna.irWriter()));

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(error.type()).isEqualTo(PKIBody.TYPE_ERROR);
    for (Applicant.Answer answer : List.of(cp, error)) {
      X500Name signer = answer.message().getExtraCerts()[0].getX509v3PKCert().getSubject();
      assertThat(X500Name.getInstance(answer.message().getHeader().getSender().getName()))
          .isEqualTo(signer);
      assertThat(extraCerts(answer).get(1)).isEqualTo(trustCa());
    }
    assertThat(extraCerts(cp)).hasSize(3).last().isEqualTo(smimeCa());
    assertThat(extraCerts(error)).hasSize(2);
  }

  private static List<byte[]> caPubs(Applicant.Answer answer) {
    return encoded(CertRepMessage.getInstance(answer.message().getBody().getContent()).getCaPubs());
  }

  private static List<byte[]> extraCerts(Applicant.Answer answer) {
    return encoded(answer.message().getExtraCerts());
  }

  private static List<byte[]> encoded(CMPCertificate[] certificates) {
    List<byte[]> all = new ArrayList<>();
    try {
      for (ASN1Encodable one : certificates == null ? new CMPCertificate[0] : certificates) {
        all.add(one.toASN1Primitive().getEncoded("DER"));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
