package org.vouchseal.messages.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.messages.x509.ForeignSignatures;
import org.vouchseal.model.Outcome;

class PossessionTest {

  private static final String SUBJECT = "CN=alice@example.org";
  private static final String ECDSA = "SHA256withECDSA";

  private final TestSigningKey key = TestSigningKey.generate(KeyAlgorithm.P256);
  private final SubjectPublicKeyInfo spki = spki(key);
  private final CertRequest request = CmpWriter.certRequest(SUBJECT, spki, null);

  @ParameterizedTest
  @CsvSource({"P256,SHA256withECDSA", "RSA2048,SHA256withRSA", "ED25519,Ed25519"})
  void signatureOverTheRequest_proves(KeyAlgorithm kind, String algorithm) {
    TestSigningKey own = TestSigningKey.generate(kind);
    CertRequest certRequest = CmpWriter.certRequest(SUBJECT, spki(own), null);
    Outcome<SubjectPublicKeyInfo, CmpRefusal> outcome =
        verify(certRequest, CmpWriter.signed(certRequest, own.privateKey(), algorithm));
    assertThat(outcome.result()).contains(spki(own));
  }

  @Test
  void signatureOverAnotherRequest_isBadPop() {
    CertRequest other = CmpWriter.certRequest("CN=bob@example.org", spki, null);
    assertThat(Samples.failure(verify(request, CmpWriter.signed(other, key.privateKey(), ECDSA))))
        .isEqualTo(CmpFailure.BAD_POP);
  }

  @Test
  void signatureByAnotherKey_isBadPop() {
    TestSigningKey other = TestSigningKey.generate(KeyAlgorithm.P256);
    assertThat(
            Samples.failure(verify(request, CmpWriter.signed(request, other.privateKey(), ECDSA))))
        .isEqualTo(CmpFailure.BAD_POP);
  }

  @Test
  void algorithmOfAnotherFamily_isBadPop() {
    TestSigningKey rsa = TestSigningKey.generate(KeyAlgorithm.RSA2048);
    assertThat(
            Samples.failure(
                verify(request, CmpWriter.signed(request, rsa.privateKey(), "SHA256withRSA"))))
        .isEqualTo(CmpFailure.BAD_POP);
  }

  @Test
  void signatureWithSha1_isBadAlg() {
    assertThat(
            Samples.failure(
                verify(request, CmpWriter.signed(request, key.privateKey(), "SHA1withECDSA"))))
        .isEqualTo(CmpFailure.BAD_ALG);
  }

  @Test
  void absentProof_isBadPop() {
    assertThat(Samples.failure(verify(request, null))).isEqualTo(CmpFailure.BAD_POP);
  }

  @Test
  void raVerified_isNotAuthorized() {
    assertThat(Samples.failure(verify(request, new ProofOfPossession())))
        .isEqualTo(CmpFailure.NOT_AUTHORIZED);
  }

  @Test
  void proofByEncryption_isBadPop() {
    ProofOfPossession subsequent =
        new ProofOfPossession(
            ProofOfPossession.TYPE_KEY_ENCIPHERMENT, new POPOPrivKey(SubsequentMessage.encrCert));
    assertThat(Samples.failure(verify(request, subsequent))).isEqualTo(CmpFailure.BAD_POP);
  }

  @Test
  void proofWithItsOwnInput_isBadPop() {
    ASN1Encodable input =
        new DERSequence(
            new ASN1Encodable[] {
              new DERTaggedObject(true, 0, new GeneralName(new X500Name(SUBJECT))), spki
            });
    DERSequence signingKey =
        new DERSequence(
            new ASN1Encodable[] {
              new DERTaggedObject(false, 0, input),
              new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
              new DERBitString(new byte[70])
            });
    assertThat(
            verify(request, new ProofOfPossession(POPOSigningKey.getInstance(signingKey)))
                .fault()
                .orElseThrow()
                .text())
        .contains("poposkInput");
  }

  @Test
  void templateWithoutKey_isBadPop() {
    CertRequest empty = CmpWriter.certRequest(SUBJECT, null, null);
    assertThat(Samples.failure(verify(empty, CmpWriter.signed(empty, key.privateKey(), ECDSA))))
        .isEqualTo(CmpFailure.BAD_POP);
  }

  private static Outcome<SubjectPublicKeyInfo, CmpRefusal> verify(
      CertRequest request, ProofOfPossession proof) {
    byte[] message = new CmpWriter().request(PKIBody.TYPE_INIT_REQ, request, proof).unprotected();
    return new org.vouchseal.messages.cmp.ProofOfPossession(
            new ForeignSignatures(Samples.PROVIDERS))
        .verify(Samples.read(message), 0);
  }

  private static SubjectPublicKeyInfo spki(TestSigningKey key) {
    return SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded());
  }
}
