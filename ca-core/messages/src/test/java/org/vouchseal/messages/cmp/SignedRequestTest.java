package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Security;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestCa;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.Outcome;

class SignedRequestTest {

  private static final String SUBJECT = "CN=alice@example.org";

  private final TestCa root = TestCa.root("Root");
  private final TestCa sub = root.subordinate("Sub");
  private final TestSigningKey key = TestSigningKey.generate(KeyAlgorithm.P256);
  private final X509CertificateHolder certificate = sub.issue(SUBJECT, key.publicKey());

  @ParameterizedTest
  @CsvSource({
    "P256,SHA256withECDSA",
    "P384,SHA384withECDSA",
    "P256,SHA512withECDSA",
    "RSA2048,SHA256withRSA",
    "RSA3072,SHA512withRSA",
    "RSA2048,SHA256withRSAandMGF1",
    "RSA2048,SHA512withRSAandMGF1",
    "ED25519,Ed25519"
  })
  void everyAcceptedAlgorithm_verifies(KeyAlgorithm kind, String algorithm) {
    TestSigningKey other = TestSigningKey.generate(kind);
    X509CertificateHolder own = sub.issue(SUBJECT, other.publicKey());
    byte[] message = writer(own).signed(other.privateKey(), algorithm);
    assertThat(verify(message).fault()).isEmpty();
    byte[] spoilt = message.clone();
    spoilt[40] ^= 1;
    assertThat(Samples.READER.read(spoilt).result().flatMap(m -> signatures().verify(m).result()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RSA2048,SHA1withRSA",
    "RSA2048,MD5withRSA",
    "P256,SHA1withECDSA",
    "RSA2048,SHA1withRSAandMGF1"
  })
  void weakDigest_isBadAlg(KeyAlgorithm kind, String algorithm) {
    TestSigningKey other = TestSigningKey.generate(kind);
    X509CertificateHolder own = sub.issue(SUBJECT, other.publicKey());
    assertThat(Samples.failure(verify(writer(own).signed(other.privateKey(), algorithm))))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @Test
  void verifiedSigner_isTheReceivedCertificate() {
    VerifiedSigner signer = verify(signed(certificate)).result().orElseThrow();
    assertThat(signer.certificate()).isEqualTo(TestCa.encoded(certificate));
  }

  @Test
  void intermediateFromExtraCerts_isUsedUnderTheRootAlone() {
    byte[] with =
        writer(certificate)
            .extraCert(sub.certificate())
            .signed(key.privateKey(), "SHA256withECDSA");
    assertThat(Samples.signatures(root.der()).verify(Samples.read(with)).fault()).isEmpty();
    assertThat(
            Samples.failure(
                Samples.signatures(root.der()).verify(Samples.read(signed(certificate)))))
        .isEqualTo(CmpFailure.SIGNER_NOT_TRUSTED);
  }

  @Test
  void signerNotFirst_isBadMessageCheck() {
    byte[] message =
        new CmpWriter()
            .sender(certificate.getSubject())
            .senderKid(null)
            .extraCert(sub.certificate())
            .extraCert(certificate)
            .signed(key.privateKey(), "SHA256withECDSA");
    assertThat(Samples.failure(verify(message))).isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void withoutExtraCerts_isBadMessageCheck() {
    byte[] message = new CmpWriter().signed(key.privateKey(), "SHA256withECDSA");
    assertThat(Samples.failure(verify(message))).isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void senderThatIsNotTheSubject_isBadMessageCheck() {
    byte[] message =
        writer(certificate)
            .sender(new X500Name("CN=bob@example.org"))
            .signed(key.privateKey(), "SHA256withECDSA");
    assertThat(Samples.failure(verify(message))).isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void senderKidOfAnotherKey_isBadMessageCheck() {
    byte[] message =
        writer(certificate)
            .senderKid(CmpWriter.filled(20, 1))
            .signed(key.privateKey(), "SHA256withECDSA");
    assertThat(Samples.failure(verify(message))).isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void noSenderKid_isBadMessageCheck() {
    X509CertificateHolder identified = certificate;
    assertThat(verify(signed(identified)).fault()).isEmpty();
    assertThat(
            Samples.failure(
                verify(writer(identified).signedAsIs(key.privateKey(), "SHA256withECDSA"))))
        .isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void signatureByAnotherKey_isBadMessageCheck() {
    byte[] message =
        writer(certificate)
            .signed(TestSigningKey.generate(KeyAlgorithm.P256).privateKey(), "SHA256withECDSA");
    assertThat(Samples.failure(verify(message))).isEqualTo(CmpFailure.BAD_MESSAGE_CHECK);
  }

  @Test
  void encryptionCertificate_isNotTrustedToSign() {
    X509CertificateHolder encryption =
        sub.issue(SUBJECT, key.publicKey(), KeyUsage.keyEncipherment);
    assertThat(Samples.failure(verify(signed(encryption))))
        .isEqualTo(CmpFailure.SIGNER_NOT_TRUSTED);
  }

  @Test
  void expiredOrFutureCertificate_isNotTrusted() {
    Duration day = Duration.ofDays(1);
    X509CertificateHolder expired =
        sub.issue(
            SUBJECT,
            key.publicKey(),
            KeyUsage.digitalSignature,
            TestCa.NOW.minus(day.multipliedBy(2)),
            TestCa.NOW.minus(day));
    X509CertificateHolder future =
        sub.issue(
            SUBJECT,
            key.publicKey(),
            KeyUsage.digitalSignature,
            TestCa.NOW.plus(day),
            TestCa.NOW.plus(day.multipliedBy(2)));
    for (X509CertificateHolder own : List.of(expired, future)) {
      assertThat(Samples.failure(verify(signed(own)))).isEqualTo(CmpFailure.SIGNER_NOT_TRUSTED);
    }
  }

  @Test
  void selfMadeCertificateInOurName_isNotTrusted() {
    TestCa impostor = TestCa.root("Sub");
    X509CertificateHolder forged = impostor.issue(SUBJECT, key.publicKey());
    byte[] message =
        writer(forged)
            .extraCert(impostor.certificate())
            .signed(key.privateKey(), "SHA256withECDSA");
    assertThat(Samples.failure(verify(message))).isEqualTo(CmpFailure.SIGNER_NOT_TRUSTED);
  }

  @Test
  void certificateIssuedByAnEndEntity_isNotTrusted() {
    X509CertificateHolder below =
        issuedBy(key, certificate, TestSigningKey.generate(KeyAlgorithm.P256));
    assertThat(below).isNotNull();
    assertThat(
            Samples.signatures(root.der(), sub.der())
                .verify(
                    Samples.read(
                        writer(below)
                            .extraCert(certificate)
                            .signed(key.privateKey(), "SHA256withECDSA")))
                .result())
        .isEmpty();
  }

  @Test
  void shortRsaKey_isBadAlg() throws Exception {
    java.security.KeyPairGenerator generator = java.security.KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    java.security.KeyPair weak = generator.generateKeyPair();
    X509CertificateHolder own = sub.issue(SUBJECT, weak.getPublic());
    assertThat(Samples.failure(verify(writer(own).signed(weak.getPrivate(), "SHA256withRSA"))))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @Test
  void noProviderIsRegisteredByAllThis() {
    assertThat(Security.getProvider("BC")).isNull();
  }

  private static X509CertificateHolder issuedBy(
      TestSigningKey issuerKey, X509CertificateHolder issuer, TestSigningKey subject) {
    try {
      return new org.bouncycastle.cert.X509v3CertificateBuilder(
              issuer.getSubject(),
              java.math.BigInteger.TEN,
              java.util.Date.from(TestCa.NOW.minusSeconds(60)),
              java.util.Date.from(TestCa.NOW.plusSeconds(60)),
              new X500Name(SUBJECT),
              org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(
                  issuerKey.publicKey().getEncoded()))
          .build(
              new org.bouncycastle.operator.jcajce.JcaContentSignerBuilder("SHA256withECDSA")
                  .build(issuerKey.privateKey()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private CmpWriter writer(X509CertificateHolder signer) {
    return new CmpWriter().sender(signer.getSubject()).senderKid(null).extraCert(signer);
  }

  private byte[] signed(X509CertificateHolder signer) {
    return writer(signer).signed(key.privateKey(), "SHA256withECDSA");
  }

  private SignatureProtection signatures() {
    return Samples.signatures(root.der(), sub.der());
  }

  private Outcome<VerifiedSigner, CmpRefusal> verify(byte[] message) {
    return signatures().verify(Samples.read(message));
  }
}
