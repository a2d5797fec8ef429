package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;

/** A transaction is its beginner's: others learn that its transactionID is in use, no more. */
class TwoClientsOneTransactionTest extends OneIssuing {

  private static final String IN_USE = "transactionIdInUse";

  private Applicant anna;
  private Applicant berta;
  private Applicant clara;
  private final KeyPair device = TestSigningKey.pair(KeyAlgorithm.P256);

  @BeforeEach
  void enrol() {
    anna = Applicant.of(issuing, "anna@example.org");
    berta = Applicant.of(issuing, "berta@example.org");
    clara = Applicant.of(issuing, "clara@example.org").enrolled();
  }

  private static CmpWriter following(Applicant who, Applicant.Answer answer, String label) {
    return switch (label) {
      case "accepting" -> who.accepting(answer);
      case "rejecting" -> who.rejecting(answer);
      case "error" -> who.following(answer).body(Applicant.clientError());
      case "pollReq" ->
          who.following(answer)
              .body(
                  new PKIBody(
                      PKIBody.TYPE_POLL_REQ, new DERSequence(new DERSequence(new ASN1Integer(0)))));
      default -> throw new IllegalArgumentException(label);
    };
  }

  private void assertInUse(Applicant.Answer answer) {
    assertThat(answer.failure()).isEqualTo(IN_USE);
    assertThat(answer.isProtected()).isTrue();
    assertThat(answer.text()).contains("was used before");
  }

  private long state(String state) {
    return issuing.count("SELECT COUNT(*) FROM cmp_transaction WHERE state = '" + state + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"accepting", "rejecting", "error", "pollReq"})
  void followingTheTransactionUnderASecret_isInUseForEverybodyElse(String label) {
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());

    assertInUse(berta.send("/p/signing", berta.mac(following(berta, ip, label))));
    assertInUse(clara.send("/p/signing", clara.signed(following(clara, ip, label))));
    assertInUse(
        berta.send("/p/signing", berta.mac(following(berta, ip, label).recipNonce(new byte[16]))));

    assertThat(state("ISSUED")).isEqualTo(1);
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accepting", "rejecting", "error", "pollReq"})
  void followingTheTransactionUnderACertificate_isInUseForEverybodyElse(String label) {
    Applicant.Answer cp = clara.send("/p/signing", clara.signed(clara.deviceWriter(device)));
    Applicant dora = Applicant.of(issuing, "dora@example.org").enrolled();

    assertInUse(anna.send("/p/signing", anna.mac(following(anna, cp, label))));
    assertInUse(dora.send("/p/signing", dora.signed(following(dora, cp, label))));

    assertThat(clara.send("/p/signing", clara.signed(clara.accepting(cp))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void afterItsEnd_othersLearnNothingOfHowItEnded() {
    Applicant.Answer ip = anna.send("/p/signing", anna.ir());
    anna.send("/p/signing", anna.mac(anna.accepting(ip)));

    assertInUse(berta.send("/p/signing", berta.mac(berta.accepting(ip))));
    assertInUse(clara.send("/p/signing", clara.signed(clara.accepting(ip))));
  }

  @Test
  void beginningUnderAUsedId_isInUseInEitherOrder() {
    byte[] id = CmpWriter.filled(16, 1);
    byte[] other = CmpWriter.filled(16, 2);
    anna.send("/p/signing", anna.mac(anna.irWriter().transactionId(id)));
    clara.send("/p/signing", clara.signed(clara.deviceWriter(device).transactionId(other)));

    assertInUse(
        clara.send(
            "/p/signing", clara.signed(clara.rrWriter(clara.certificate).transactionId(id))));
    assertInUse(berta.send("/p/signing", berta.mac(berta.irWriter().transactionId(other))));
    assertInUse(berta.send("/p/signing", berta.mac(berta.irWriter().transactionId(id))));

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
  }

  @Test
  void newCertificateOfTheSameOrder_isWrongAuthorityForATransactionUnderTheOld() {
    Applicant.Answer cp = clara.send("/p/signing", clara.signed(clara.deviceWriter(device)));
    clara.send("/p/signing", clara.signed(clara.accepting(cp)));
    KeyPair third = TestSigningKey.pair(KeyAlgorithm.P256);
    Applicant.Answer open = clara.send("/p/signing", clara.signed(clara.deviceWriter(third)));

    byte[] byNewKey = Applicant.signed(clara.accepting(open), open.certificate(), third);
    byte[] byDevice = Applicant.signed(clara.accepting(open), cp.certificate(), device);

    assertThat(clara.send("/p/signing", byNewKey).failure()).isEqualTo("wrongAuthority");
    assertThat(clara.send("/p/signing", byDevice).failure()).isEqualTo("wrongAuthority");
    assertThat(clara.send("/p/signing", clara.signed(clara.accepting(open))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
  }

  @Test
  void certificateOfTheSameOrder_isWrongIntegrityForATransactionUnderTheSecret() {
    Applicant.Answer ip =
        anna.send(
            "/p/encryption-compat",
            anna.mac(anna.centralWriter(PKIBody.TYPE_INIT_REQ, false, false)));
    anna.enrolled();

    byte[] signed = anna.signed(anna.accepting(ip));

    assertThat(anna.send("/p/encryption-compat", signed).failure()).isEqualTo("wrongIntegrity");
    assertThat(state("ISSUED")).isEqualTo(1);
  }
}
