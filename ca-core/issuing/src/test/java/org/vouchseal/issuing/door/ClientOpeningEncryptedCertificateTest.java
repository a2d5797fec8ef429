package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.HexFormat;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CertOrEncCert;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.crmf.CertificateRepMessage;
import org.bouncycastle.cert.crmf.CertificateResponse;
import org.bouncycastle.cms.Recipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;

/**
 * A subscriber asks for his certificate in an envelope (encrCert) and proves by certConf that he
 * opened it. BouncyCastle opens for him.
 */
class ClientOpeningEncryptedCertificateTest extends OneIssuing {

  private Applicant anna;

  @BeforeEach
  void enrolled() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
  }

  private static int way(KeyAlgorithm kind) {
    return kind.name().startsWith("RSA")
        ? ProofOfPossession.TYPE_KEY_ENCIPHERMENT
        : ProofOfPossession.TYPE_KEY_AGREEMENT;
  }

  private Applicant.Answer asked(KeyPair key, KeyAlgorithm kind, boolean implicitConfirm) {
    var writer = Archiving.request(anna, key, Archiving.encrCert(way(kind)));
    Applicant.Answer cp =
        anna.send(Archiving.PATH, anna.signed(implicitConfirm ? writer.implicitConfirm() : writer));
    assertThat(cp.type()).as(cp.failure()).isEqualTo(PKIBody.TYPE_CERT_REP);
    return cp;
  }

  private static X509CertificateHolder opened(Applicant.Answer cp, KeyPair key) throws Exception {
    CertificateResponse response =
        new CertificateRepMessage(CertRepMessage.getInstance(cp.message().getBody().getContent()))
            .getResponses()[0];
    Recipient recipient =
        key.getPrivate().getAlgorithm().equals("RSA")
            ? new JceKeyTransEnvelopedRecipient(key.getPrivate())
                .setProvider(new BouncyCastleProvider())
            : new JceKeyAgreeEnvelopedRecipient(key.getPrivate())
                .setProvider(new BouncyCastleProvider());
    CMPCertificate certificate = response.getCertificate(recipient);
    return new X509CertificateHolder(certificate.getX509v3PKCert());
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "RSA2048"})
  void whoOpensIt_confirmsIt(KeyAlgorithm kind) throws Exception {
    KeyPair key = TestSigningKey.pair(kind);

    Applicant.Answer cp = asked(key, kind, false);

    CertOrEncCert given =
        CertRepMessage.getInstance(cp.message().getBody().getContent())
            .getResponse()[0]
            .getCertifiedKeyPair()
            .getCertOrEncCert();
    assertThat(given.hasEncryptedCertificate()).isTrue();
    assertThat(cp.message().getHeader().getPvno().intValueExact()).isEqualTo(3);
    X509CertificateHolder certificate = opened(cp, key);
    assertThat(certificate.getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(key));
    Applicant.Answer confirmed =
        anna.send(
            Archiving.PATH, anna.signed(anna.certConf(cp, Applicant.sha256(certificate), null)));
    assertThat(confirmed.type()).as(confirmed.failure()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'CONFIRMED'"))
        .isEqualTo(2);
  }

  @Test
  void answer_showsNothingOfTheCertificate() throws Exception {
    KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer cp = asked(key, KeyAlgorithm.P256, false);

    X509CertificateHolder certificate = opened(cp, key);
    String octets = HexFormat.of().formatHex(cp.octets());
    assertThat(octets)
        .doesNotContain(HexFormat.of().formatHex(certificate.getSignature()))
        .doesNotContain(certificate.getSerialNumber().toString(16));
  }

  @Test
  void implicitConfirmation_isNotGranted() {
    KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer cp = asked(key, KeyAlgorithm.P256, true);

    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'UNCONFIRMED'"))
        .isEqualTo(1);
    for (var info : cp.message().getHeader().getGeneralInfo()) {
      assertThat(info.getInfoType())
          .isNotEqualTo(org.bouncycastle.asn1.cmp.CMPObjectIdentifiers.it_implicitConfirm);
    }
  }

  @Test
  void implicitConfirmationWithoutThatProof_isGranted() {
    KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

    Applicant.Answer cp =
        anna.send(
            Archiving.PATH, anna.signed(Archiving.request(anna, key, null).implicitConfirm()));

    assertThat(cp.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'CONFIRMED'"))
        .isEqualTo(2);
  }

  @Test
  void whoGuessesTheHash_losesTheCertificate() {
    Applicant.Answer cp = asked(TestSigningKey.pair(KeyAlgorithm.P256), KeyAlgorithm.P256, false);

    Applicant.Answer answer =
        anna.send(Archiving.PATH, anna.signed(anna.certConf(cp, new byte[32], null)));

    assertThat(answer.failure()).isEqualTo("badCertId");
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'REJECTED'"))
        .isEqualTo(1);
  }
}
