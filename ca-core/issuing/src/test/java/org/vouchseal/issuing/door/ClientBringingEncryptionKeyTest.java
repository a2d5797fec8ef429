package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.issuing.centralkey.CentralKeyOutcome;
import org.vouchseal.messages.fixtures.CmpWriter;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.ProfileName;

/** A subscriber made his encryption key himself; the key service of these tests believes him. */
class ClientBringingEncryptionKeyTest extends OneIssuing {

  private Applicant anna;
  private final KeyPair key = TestSigningKey.pair(KeyAlgorithm.P256);

  @BeforeEach
  void enrolled() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
  }

  private Applicant.Answer send(CmpWriter writer) {
    return anna.send(Archiving.PATH, anna.signed(writer));
  }

  @ParameterizedTest
  @EnumSource(names = {"P256", "P384", "RSA2048", "RSA3072"})
  void certificate_isForThatKeyAndForEncryptionOnly(KeyAlgorithm kind) {
    KeyPair made = TestSigningKey.pair(kind);

    Applicant.Answer cp = send(Archiving.request(anna, made, null));

    assertThat(cp.type()).as(cp.failure()).isEqualTo(PKIBody.TYPE_CERT_REP);
    X509CertificateHolder certificate = cp.certificate();
    assertThat(certificate.getSubjectPublicKeyInfo()).isEqualTo(Applicant.spki(made));
    KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
    assertThat(usage.hasUsages(KeyUsage.digitalSignature)).isFalse();
    assertThat(
            usage.hasUsages(
                kind.name().startsWith("RSA") ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement))
        .isTrue();
    assertThat(send(anna.accepting(cp)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(issuing.keyService.archived).hasSize(1);
    assertThat(issuing.keyService.requests).isEmpty();
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM certificate c JOIN issuance_plan p ON p.serial = c.serial"
                    + " WHERE c.state = 'CONFIRMED' AND p.escrow_id IS NOT NULL"
                    + " AND c.profile = 'encryption-client'"))
        .isEqualTo(1);
  }

  @Test
  void sameMessageAgain_getsTheSameOctets() {
    byte[] cr = anna.signed(Archiving.request(anna, key, null));

    byte[] first = anna.send(Archiving.PATH, cr).octets();

    assertThat(anna.send(Archiving.PATH, cr).octets()).isEqualTo(first);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE key_class = 'ENC'"))
        .isEqualTo(1);
  }

  @Test
  void keyServiceThatDoesNotBelieve_isBadPopAndNothingIsPlanned() {
    issuing.keyService.forced =
        Optional.of(new CentralKeyOutcome.Refused(CentralKeyOutcome.Reason.BAD_POP, "not the key"));

    assertThat(send(Archiving.request(anna, key, null)).failure()).isEqualTo("badPOP");
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan WHERE profile <> 'signing'"))
        .isZero();
    issuing.keyService.forced = Optional.empty();
    assertThat(send(Archiving.request(anna, key, null)).type()).isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @Test
  void encryptionCertificateOfTheOrderBefore_leavesNoUse() {
    Applicant.Answer central =
        anna.send(
            "/p/encryption", anna.signed(anna.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
    assertThat(anna.send("/p/encryption", anna.signed(anna.accepting(central))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);

    assertThat(send(Archiving.request(anna, key, null)).failure()).isEqualTo("notAuthorized");
    assertThat(issuing.keyService.archived).isEmpty();
  }

  /** What the key service must never be shown: it could not know what the key is good for. */
  @Test
  void signingKeyOfHisOwn_isBadCertTemplate_andNotShownToTheKeyService() {
    assertThat(send(Archiving.request(anna, anna.key, null)).failure())
        .isEqualTo("badCertTemplate");
    assertThat(issuing.keyService.archived).isEmpty();
  }

  @Test
  void signingKeyOfAnother_isBadCertTemplate_andNotShownToTheKeyService() {
    Applicant boris = Applicant.of(issuing, "boris@example.org").enrolled();

    assertThat(send(Archiving.request(anna, boris.key, null)).failure())
        .isEqualTo("badCertTemplate");
    assertThat(issuing.keyService.archived).isEmpty();
  }

  @Test
  void encryptionKeyOfAnother_isBadCertTemplate_andNotShownToTheKeyService() {
    Applicant boris = Applicant.of(issuing, "boris@example.org").enrolled();
    Applicant.Answer his =
        boris.send(Archiving.PATH, boris.signed(Archiving.request(boris, key, null)));
    assertThat(his.type()).isEqualTo(PKIBody.TYPE_CERT_REP);

    assertThat(send(Archiving.request(anna, key, null)).failure()).isEqualTo("badCertTemplate");
    assertThat(issuing.keyService.archived).hasSize(1);
  }

  @Test
  void keyThatWasArchived_neverSignsAfterwards() {
    Applicant.Answer cp = send(Archiving.request(anna, key, null));
    assertThat(send(anna.rejecting(cp)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);

    assertThat(anna.send("/p/signing", anna.signed(anna.deviceWriter(key))).failure())
        .isEqualTo("badCertTemplate");
  }

  /** Refused by the key service, so no plan tells of the key; yet it was shown. */
  @Test
  void keyThatWasOnlyShown_neverSignsAfterwards() {
    keyServiceThatDoesNotBelieve_isBadPopAndNothingIsPlanned();

    assertThat(anna.send("/p/signing", anna.signed(anna.deviceWriter(key))).failure())
        .isEqualTo("badCertTemplate");
  }

  @Test
  void weakKey_isBadCertTemplate_andNotShownToTheKeyService() throws Exception {
    var generator = java.security.KeyPairGenerator.getInstance("RSA");
    generator.initialize(
        new java.security.spec.RSAKeyGenParameterSpec(2048, java.math.BigInteger.valueOf(3)));

    assertThat(send(Archiving.request(anna, generator.generateKeyPair(), null)).failure())
        .isEqualTo("badCertTemplate");
    assertThat(issuing.keyService.archived).isEmpty();
  }

  @Test
  void otherProofsOfPossession_areRefused() {
    KeyPair rsa = TestSigningKey.pair(KeyAlgorithm.RSA2048);
    CertRequest plain =
        CmpWriter.certRequest(
            anna.subject(),
            Applicant.spki(key),
            new org.bouncycastle.asn1.crmf.Controls(Archiving.control()));
    ProofOfPossession challenge =
        new ProofOfPossession(
            ProofOfPossession.TYPE_KEY_AGREEMENT, new POPOPrivKey(SubsequentMessage.challengeResp));

    assertThat(send(Archiving.request(anna, key, new ProofOfPossession())).failure())
        .isEqualTo("notAuthorized");
    for (ProofOfPossession proof :
        List.of(
            CmpWriter.signed(plain, key.getPrivate(), "SHA256withECDSA"),
            challenge,
            Archiving.encrCert(ProofOfPossession.TYPE_KEY_ENCIPHERMENT))) {
      assertThat(send(Archiving.request(anna, key, proof)).failure()).isEqualTo("badPOP");
    }
    assertThat(
            send(Archiving.request(
                    anna, rsa, Archiving.encrCert(ProofOfPossession.TYPE_KEY_AGREEMENT)))
                .failure())
        .isEqualTo("badPOP");
    assertThat(issuing.keyService.archived).isEmpty();
  }

  @Test
  void profileThatTheOrderDoesNotName_isNotAuthorized() {
    Applicant boris =
        new Applicant(
                issuing,
                ordered(
                    issuing
                        .wish("boris@example.org")
                        .profiles(ProfileName.SIGNING, ProfileName.ENCRYPTION)))
            .enrolled();

    assertThat(
            boris.send(Archiving.PATH, boris.signed(Archiving.request(boris, key, null))).failure())
        .isEqualTo("notAuthorized");
    assertThat(issuing.keyService.archived).isEmpty();
  }

  private Room.Enrolment ordered(Room.Wish wish) {
    Room.Enrolment written = issuing.written(wish);
    assertThat(issuing.send(written).status()).isEqualTo(201);
    return written;
  }

  @Test
  void keyService_hearsOfConfirmedKeysOnly_alsoAfterItWasAway() {
    Applicant.Answer rejected = send(Archiving.request(anna, key, null));
    assertThat(send(anna.rejecting(rejected)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    Applicant.Answer taken =
        send(Archiving.request(anna, TestSigningKey.pair(KeyAlgorithm.P256), null));
    assertThat(send(anna.accepting(taken)).type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(issuing.keyService.inUse).isEmpty();

    issuing.keyService.down = true;
    assertThatThrownBy(issuing::runDue).hasMessageContaining("not known to the key service");
    issuing.keyService.down = false;
    issuing.runDue();
    issuing.runDue();

    assertThat(issuing.keyService.inUse).hasSize(1);
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM issuance_plan p JOIN certificate c ON c.serial = p.serial"
                    + " WHERE c.state = 'CONFIRMED' AND p.escrow_id = '"
                    + issuing.keyService.inUse.get(0)
                    + "'"))
        .isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM key_in_use")).isZero();
  }

  @Test
  void noCertConf_revokesAfterTheWait_andTheUseIsFreeAgain() {
    assertThat(send(Archiving.request(anna, key, null)).type()).isEqualTo(PKIBody.TYPE_CERT_REP);

    issuing.clock.advance(java.time.Duration.ofMinutes(61));
    issuing.runDue();

    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate WHERE state = 'REJECTED'"))
        .isEqualTo(1);
    assertThat(send(Archiving.request(anna, TestSigningKey.pair(KeyAlgorithm.P256), null)).type())
        .isEqualTo(PKIBody.TYPE_CERT_REP);
  }
}
