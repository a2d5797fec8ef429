package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.cmp.PBMParameter;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.cmp.GeneralPKIMessage;
import org.bouncycastle.cert.cmp.ProtectedPKIMessage;
import org.bouncycastle.cert.crmf.PKMACBuilder;
import org.bouncycastle.cert.crmf.jcajce.JcePKMACValuesCalculator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestCa;
import org.vouchseal.messages.fixtures.TestSigningKey;

class AnswerTest {

  private static final X500Name US = new X500Name("CN=CMP signer");
  private static final PKIBody BODY = new PKIBody(PKIBody.TYPE_CONFIRM, DERNull.INSTANCE);
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();

  private final SecureRandom random = new SecureRandom();

  @Test
  void answerToPbm_isUnderTheSameParametersWithAFreshSalt() throws Exception {
    ReceivedMessage request = Samples.read(Samples.captured("ir-pbm.der"));
    byte[] answer = underMac(request);
    ReceivedMessage read = Samples.read(answer);
    assertThat(Samples.macs().verify(read, Samples.secret()).fault()).isEmpty();
    ProtectedPKIMessage foreign = new ProtectedPKIMessage(new GeneralPKIMessage(answer));
    assertThat(
            foreign.verify(
                new PKMACBuilder(new JcePKMACValuesCalculator().setProvider(BC)),
                CmpWriter.SECRET.toCharArray()))
        .isTrue();
    PBMParameter asked = pbm(request);
    PBMParameter given = pbm(read);
    assertThat(given.getOwf()).isEqualTo(asked.getOwf());
    assertThat(given.getMac()).isEqualTo(asked.getMac());
    assertThat(given.getIterationCount()).isEqualTo(asked.getIterationCount());
    assertThat(given.getSalt()).isNotEqualTo(asked.getSalt());
  }

  @Test
  void answerToPbmac1_isPbmac1() {
    ReceivedMessage request = Samples.read(new CmpWriter().pbmac1(CmpWriter.SECRET, 1500));
    ReceivedMessage read = Samples.read(underMac(request));
    assertThat(read.header().protection()).isEqualTo(ProtectionKind.PBMAC1);
    assertThat(Samples.macs().verify(read, Samples.secret()).result().orElseThrow().iterations())
        .isEqualTo(1500);
  }

  @Test
  void headerOfTheAnswer_mirrorsTheRequest() {
    ReceivedMessage request = Samples.read(Samples.captured("ir-pbm.der"));
    HeaderFacts header = Samples.read(underMac(request)).header();
    assertThat(header.transactionId()).contains(request.header().transactionId().orElseThrow());
    assertThat(header.recipNonce()).contains(request.header().senderNonce().orElseThrow());
    assertThat(header.senderKid()).contains(request.header().senderKid().orElseThrow());
    assertThat(header.recipient()).isEqualTo(request.header().sender());
    assertThat(header.messageTime()).contains(TestCa.NOW);
    assertThat(header.senderNonce()).contains(CmpWriter.filled(16, 4));
  }

  @Test
  void signedAnswer_carriesItsSignerFirst() throws Exception {
    TestCa ca = TestCa.root("Trust");
    TestSigningKey key = TestSigningKey.generate(KeyAlgorithm.P256);
    X509CertificateHolder signer =
        ca.issue("CN=CMP signer", key.publicKey(), KeyUsage.digitalSignature);
    byte[] answer =
        AnswerProtection.signature(key, List.of(TestCa.encoded(signer), ca.der()))
            .protect(
                header(Samples.read(Samples.captured("cr-ecdsa.der"))), BODY, List.of(ca.der()));
    ReceivedMessage read = Samples.read(answer);
    assertThat(read.extraCerts()).hasSize(2);
    assertThat(read.extraCerts().get(0)).isEqualTo(TestCa.encoded(signer));
    assertThat(Samples.signatures(ca.der()).verify(read).fault()).isEmpty();
    assertThat(read.header().senderKid())
        .contains(SignatureProtection.keyIdentifier(signer).orElseThrow());
    assertThat(
            new ProtectedPKIMessage(new GeneralPKIMessage(answer))
                .verify(new JcaContentVerifierProviderBuilder().setProvider(BC).build(signer)))
        .isTrue();
  }

  @Test
  void unprotectedAnswer_hasNeitherAlgorithmNorBits() {
    byte[] answer =
        AnswerProtection.none()
            .protect(header(Samples.read(Samples.captured("ir-pbm.der"))), BODY, List.of());
    assertThat(Samples.read(answer).header().protection()).isEqualTo(ProtectionKind.NONE);
  }

  @Test
  void grants_areWrittenIntoGeneralInfo() {
    AnswerHeader header = header(Samples.read(Samples.captured("ir-pbm.der")));
    byte[] implicit =
        AnswerProtection.none().protect(header.confirmedImplicitly(), BODY, List.of());
    byte[] waiting =
        AnswerProtection.none()
            .protect(
                header.version3().confirmedUntil(TestCa.NOW.plusSeconds(3600)), BODY, List.of());
    assertThat(Samples.read(implicit).header().implicitConfirm()).isTrue();
    assertThat(Samples.read(waiting).header().pvno()).isEqualTo(3);
    assertThat(Samples.read(waiting).header().confirmWaitTime())
        .contains(TestCa.NOW.plusSeconds(3600));
  }

  private byte[] underMac(ReceivedMessage request) {
    MacSecret secret = Samples.secret();
    MacParameters parameters = Samples.macs().verify(request, secret).result().orElseThrow();
    return AnswerProtection.mac(Samples.PROVIDERS, random, parameters, secret)
        .protect(header(request), BODY, List.of());
  }

  private static AnswerHeader header(ReceivedMessage request) {
    return AnswerHeader.to(
        request.header(), US, CmpWriter.filled(16, 2), CmpWriter.filled(16, 4), TestCa.NOW);
  }

  private static PBMParameter pbm(ReceivedMessage message) {
    return PBMParameter.getInstance(message.pki().getHeader().getProtectionAlg().getParameters());
  }
}
