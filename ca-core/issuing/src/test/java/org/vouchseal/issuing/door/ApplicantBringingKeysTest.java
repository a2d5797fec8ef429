package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.issuing.Keys;
import org.vouchseal.messages.fixtures.CmpWriter;

/** CMP-8 at the door: which keys are certified, and what is said of the others. */
class ApplicantBringingKeysTest extends OneIssuing {

  @ParameterizedTest
  @CsvSource({
    "RSA-2048,SHA256withRSA",
    "RSA-3072,SHA384withRSA",
    "P-256,SHA256withECDSA",
    "P-384,SHA384withECDSA",
    "Ed25519,Ed25519"
  })
  void keyThatTheProfileAllows_isCertified(String kind, String algorithm) throws Exception {
    KeyPair key = key(kind);
    Applicant.Answer answer = asked(key, key, algorithm);
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(answer.certificate().getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(key));
  }

  @ParameterizedTest
  @CsvSource({
    "RSA-1024,SHA256withRSA,1024 bits",
    "RSA-2048-3,SHA256withRSA,exponent",
    "P-521,SHA512withECDSA,521 bits",
    "Ed448,Ed448,1.3.101.113"
  })
  void keyThatIsNotCertified_isToldBeforeItsProof(String kind, String algorithm, String text)
      throws Exception {
    KeyPair key = key(kind);
    for (KeyPair signer : new KeyPair[] {key, key(kind)}) {
      Applicant.Answer answer = asked(key, signer, algorithm);
      assertThat(answer.failure()).isEqualTo("badCertTemplate");
      assertThat(answer.text()).contains(text);
      assertThat(answer.isProtected()).isTrue();
    }
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan")).isZero();
  }

  @Test
  void soundKeyWithAnotherKeysProof_isStillBadPop() {
    Applicant.Answer answer = asked(Keys.p256(), Keys.p256(), "SHA256withECDSA");
    assertThat(answer.failure()).isEqualTo("badPOP");
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"RSA-2048,SHA1withRSA", "RSA-2048,MD5withRSA", "P-256,SHA1withECDSA"})
  void proofUnderAWeakDigest_isBadAlg(String kind, String algorithm) throws Exception {
    KeyPair key = key(kind);
    assertThat(asked(key, key, algorithm).failure()).isEqualTo("badAlg");
  }

  private Applicant.Answer asked(KeyPair key, KeyPair signer, String algorithm) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    CertRequest request = CmpWriter.certRequest(anna.subject(), Applicant.spki(key), null);
    return anna.send(
        "/p/signing",
        anna.mac(
            anna.writer()
                .request(
                    PKIBody.TYPE_INIT_REQ,
                    request,
                    CmpWriter.signed(request, signer.getPrivate(), algorithm))));
  }

  private static KeyPair key(String kind) throws Exception {
    return switch (kind) {
      case "P-256" -> Keys.p256();
      case "P-384" -> Keys.p384();
      case "P-521" -> Keys.ec("secp521r1");
      case "Ed25519" -> Keys.ed25519();
      case "Ed448" -> KeyPairGenerator.getInstance("Ed448").generateKeyPair();
      case "RSA-2048-3" -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(2048, BigInteger.valueOf(3)));
        yield generator.generateKeyPair();
      }
      default -> Keys.rsa(Integer.parseInt(kind.substring(4)));
    };
  }
}
