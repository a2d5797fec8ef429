package org.vouchseal.issuing.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.x509.CertificateFacts;
import org.vouchseal.issuing.x509.SelfCheckFailed;
import org.vouchseal.issuing.x509.SignedParts;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.runtime.DuplicateKey;

class IssuingForAnApplicantTest {

  private final TestCore test = new TestCore();
  private final KeyPair pair = Keys.p256();
  private final byte[] spki = pair.getPublic().getEncoded();

  @Test
  void signingCertificate_isFoundWithItsFacts() {
    SignedCertificate signed = test.issued(test.signingRequest("tx-1", spki));

    IssuedCertificate found =
        test.transactions()
            .run(() -> test.core().certificates().find("smime", signed.serial()).orElseThrow());
    assertThat(found.der()).isEqualTo(signed.der());
    assertThat(found.state()).isEqualTo(CertificateState.CONFIRMED);
    assertThat(found.order()).contains(TestCore.ORDER);
    CertificateFacts facts = CertificateFacts.of(found.der());
    assertThat(Duration.between(facts.notBefore(), facts.notAfter()))
        .isEqualTo(Duration.ofDays(730).minusSeconds(1));
    assertThat(test.violations()).isEmpty();
    assertThat(test.halts()).containsExactly("tx-b.before", "tx-b.after", "sign.after");
  }

  @Test
  void sameRequestAgain_givesTheSameSerialAndBytes() {
    RecordedPlan first = test.recorded(test.signingRequest("tx-1", spki));
    test.clock().advance(Duration.ofMinutes(5));
    RecordedPlan again = test.recorded(test.signingRequest("tx-1", spki));

    SignedCertificate one = test.core().issuance().sign(first);
    SignedCertificate two = test.core().issuance().sign(again);
    assertThat(SignedParts.toBeSigned(two.der())).isEqualTo(SignedParts.toBeSigned(one.der()));
    test.transactions().run(() -> test.core().issuance().completeInTransaction(one));
    assertThatThrownBy(
            () -> test.transactions().run(() -> test.core().issuance().completeInTransaction(two)))
        .isInstanceOf(DuplicateKey.class);
    assertThat(test.count("certificate")).isEqualTo(1);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void twoThreadsAtOnce_recordOnePlan() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        String key = "tx-" + round;
        Callable<String> task = () -> test.recorded(test.signingRequest(key, spki)).serial().hex();
        List<Future<String>> results = threads.invokeAll(java.util.Collections.nCopies(8, task));
        String first = results.get(0).get();
        for (Future<String> result : results) {
          assertThat(result.get()).isEqualTo(first);
        }
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(test.count("issuance_plan")).isEqualTo(5);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void sameIdempotencyKeyForAnotherKey_isRefused() {
    RecordedPlan unused = test.recorded(test.signingRequest("tx-1", spki));
    assertThat(refusal(test.signingRequest("tx-1", Keys.p256().getPublic().getEncoded())))
        .isEqualTo(RefusalReason.OTHER_REQUEST_WITH_THIS_KEY);
  }

  @Test
  void encryptionCertificate_needsTheReceipt() {
    assertThat(refusal(test.request("tx-1", ProfileName.ENCRYPTION, spki, Optional.empty())))
        .isEqualTo(RefusalReason.RECEIPT_MISSING);
    assertThat(test.count("issuance_plan")).isZero();

    SignedCertificate signed = test.issued(test.encryptionRequest("tx-1", spki));
    assertThat(signed.der()).isNotEmpty();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void receiptThatDiffersInOneField_isRefused() {
    byte[] other = Keys.p256().getPublic().getEncoded();
    OwnerId owner = TestCore.OWNER;
    Reference order = TestCore.ORDER;
    assertReceiptRefused(test.pki().signed(test.receipt(other, owner, order)));
    assertReceiptRefused(test.pki().signed(test.receipt(spki, new OwnerId("mallory"), order)));
    assertReceiptRefused(test.pki().signed(test.receipt(spki, owner, new Reference("other"))));
    SignedReceipt right = test.pki().signed(test.receipt(spki, owner, order));
    byte[] flipped = right.signature().clone();
    flipped[flipped.length - 1] ^= 1;
    assertReceiptRefused(new SignedReceipt(right.receipt(), flipped));
    assertReceiptRefused(new SignedReceipt(test.receipt(spki, owner, order), right.signature()));
    assertThat(test.count("issuance_plan")).isZero();
  }

  private void assertReceiptRefused(SignedReceipt receipt) {
    assertThat(refusal(test.request("tx-1", ProfileName.ENCRYPTION, spki, Optional.of(receipt))))
        .isEqualTo(RefusalReason.RECEIPT_INVALID);
  }

  @Test
  void signingCertificateForAnEscrowedKey_isRefused() {
    SignedReceipt receipt = test.pki().signed(test.receipt(spki, TestCore.OWNER, TestCore.ORDER));
    assertThat(refusal(test.request("tx-1", ProfileName.SIGNING, spki, Optional.of(receipt))))
        .isEqualTo(RefusalReason.RECEIPT_NOT_ALLOWED);
  }

  @Test
  void keyOfOneUse_isNeverCertifiedForTheOther() {
    SignedCertificate unusedSigning = test.issued(test.signingRequest("tx-1", spki));
    assertThat(refusal(test.encryptionRequest("tx-2", spki)))
        .isEqualTo(RefusalReason.KEY_OF_OTHER_USE);

    byte[] escrowed = Keys.rsa(2048).getPublic().getEncoded();
    SignedCertificate unusedEncryption = test.issued(test.encryptionRequest("tx-3", escrowed));
    assertThat(refusal(test.signingRequest("tx-4", escrowed)))
        .isEqualTo(RefusalReason.KEY_OF_OTHER_USE);
    assertThat(test.count("issuance_plan")).isEqualTo(2);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void keyRevokedForCompromise_isNeverCertifiedAgain() {
    SignedCertificate signed = test.issued(test.signingRequest("tx-1", spki));
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction(
                        "smime", signed.serial(), RevocationReason.KEY_COMPROMISE, "ra:main"));
    assertThat(refusal(test.signingRequest("tx-2", spki))).isEqualTo(RefusalReason.KEY_WEAK);
  }

  @Test
  void namesThatDoNotFitTheTier_areRefused() {
    IssuanceRequest right = test.signingRequest("tx-1", spki);
    IssuanceRequest wrong =
        new IssuanceRequest(
            right.idempotencyKey(),
            right.issuer(),
            right.profile(),
            spki,
            org.vouchseal.model.SubjectName.commonName("Alice Example"),
            right.mailboxes(),
            right.validity(),
            right.order(),
            right.owner(),
            right.tier(),
            right.receipt(),
            right.actor());
    assertThat(refusal(wrong)).isEqualTo(RefusalReason.NAMES_NOT_ALLOWED);
    assertThat(RefusalReason.NAMES_NOT_ALLOWED.isBadCertTemplate()).isTrue();
  }

  @Test
  void recordedBytesChangedInTheDatabase_areNotSigned() {
    RecordedPlan unused = test.recorded(test.signingRequest("tx-1", spki));
    test.asOwner(
        "UPDATE issuance_plan SET tbs = INSERT(tbs, 60, 1, CHAR(ASCII(SUBSTRING(tbs, 60, 1)) ^ 1))");
    assertThat(refusal(test.signingRequest("tx-1", spki)))
        .isEqualTo(RefusalReason.PLAN_NOT_BELIEVED);
    assertThat(test.violations()).extracting("invariant").contains("I1b");
  }

  @Test
  void recordedBytesChangedInMemory_areNotSigned() {
    RecordedPlan plan = test.recorded(test.signingRequest("tx-1", spki));
    plan.row().tbs()[60] ^= 1;
    assertThatThrownBy(() -> test.core().issuance().sign(plan)).isInstanceOf(SelfCheckFailed.class);
  }

  @Test
  void planOfYesterday_isNotCompleted() {
    RecordedPlan unused = test.recorded(test.signingRequest("tx-1", spki));
    test.clock().advance(Duration.ofHours(24).minusSeconds(1));
    RecordedPlan unusedInTime = test.recorded(test.signingRequest("tx-1", spki));
    test.clock().advance(Duration.ofSeconds(1));
    assertThat(refusal(test.signingRequest("tx-1", spki)))
        .isEqualTo(RefusalReason.PLAN_NOT_BELIEVED);
  }

  @Test
  void planOfTomorrow_isNotCompleted() {
    RecordedPlan unused = test.recorded(test.signingRequest("tx-1", spki));
    test.clock().advance(Duration.ofSeconds(-60));
    RecordedPlan unusedByASlowClock = test.recorded(test.signingRequest("tx-1", spki));
    test.clock().advance(Duration.ofSeconds(-1));
    assertThat(refusal(test.signingRequest("tx-1", spki)))
        .isEqualTo(RefusalReason.PLAN_NOT_BELIEVED);
  }

  @Test
  void requestThatSaysMoreThanTheOrder_isRefused() {
    assertThat(
            refusal(
                test.request("tx-1", ProfileName.ENCRYPTION_CLOUD, spki, Optional.of(receipt()))))
        .isEqualTo(RefusalReason.NOT_AUTHORIZED);
    IssuanceRequest right = test.signingRequest("tx-1", spki);
    assertThat(refusal(changed(right, right.validity().plusDays(1), right.owner())))
        .isEqualTo(RefusalReason.ORDER_NOT_BELIEVED);
    assertThat(refusal(changed(right, right.validity(), Optional.of(new OwnerId("mallory")))))
        .isEqualTo(RefusalReason.ORDER_NOT_BELIEVED);
    assertThat(test.count("issuance_plan")).isZero();
    assertThat(test.count("audit_event WHERE type = 'issuance.disbelieved'")).isEqualTo(2);
  }

  private SignedReceipt receipt() {
    return test.pki().signed(test.receipt(spki, TestCore.OWNER, TestCore.ORDER));
  }

  private static IssuanceRequest changed(
      IssuanceRequest right, Duration validity, Optional<OwnerId> owner) {
    return new IssuanceRequest(
        right.idempotencyKey(),
        right.issuer(),
        right.profile(),
        right.subjectPublicKeyInfo(),
        right.subject(),
        right.mailboxes(),
        validity,
        right.order(),
        owner,
        right.tier(),
        right.receipt(),
        right.actor());
  }

  @Test
  void databaseRefusesTheCertificate_planCompletesLaterWithTheSameSerial() {
    test.asRoot(
        "CREATE TRIGGER refuse_certificate BEFORE INSERT ON certificate FOR EACH ROW"
            + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the drill'");
    RecordedPlan plan = test.recorded(test.signingRequest("tx-1", spki));
    try {
      SignedCertificate signed = test.core().issuance().sign(plan);
      assertThatThrownBy(
              () ->
                  test.transactions()
                      .run(() -> test.core().issuance().completeInTransaction(signed)))
          .isNotInstanceOf(DuplicateKey.class);
      assertThat(test.count("certificate")).isZero();
      assertThat(test.violations()).isEmpty();
    } finally {
      test.asRoot("DROP TRIGGER refuse_certificate");
    }
    SignedCertificate later = test.issued(test.signingRequest("tx-1", spki));
    assertThat(later.serial()).isEqualTo(plan.serial());
    assertThat(test.count("certificate")).isEqualTo(1);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void certificateThatWasNeverStored_canBeRevokedAndItsKeyBlocked() {
    RecordedPlan plan = test.recorded(test.signingRequest("tx-1", spki));
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction(
                        "smime", plan.serial(), RevocationReason.KEY_COMPROMISE, "ra:main"));
    assertThat(refusal(test.signingRequest("tx-2", spki))).isEqualTo(RefusalReason.KEY_WEAK);
    assertThat(refusal(test.signingRequest("tx-1", spki))).isEqualTo(RefusalReason.KEY_WEAK);
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void auditRefusesTheIntent_nothingIsPlanned() {
    test.asRoot(
        "CREATE TRIGGER refuse_audit BEFORE INSERT ON audit_event FOR EACH ROW"
            + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the drill'");
    try {
      assertThatThrownBy(() -> test.core().issuance().record(test.signingRequest("tx-1", spki)))
          .isInstanceOf(RuntimeException.class);
    } finally {
      test.asRoot("DROP TRIGGER refuse_audit");
    }
    assertThat(test.count("issuance_plan")).isZero();
    assertThat(test.count("spki_class")).isZero();
    assertThat(test.count("certificate")).isZero();
  }

  @Test
  void auditRefusesTheResult_noCertificateIsStored() {
    SignedCertificate signed =
        test.core().issuance().sign(test.recorded(test.signingRequest("tx-1", spki)));
    test.asRoot(
        "CREATE TRIGGER refuse_audit BEFORE INSERT ON audit_event FOR EACH ROW"
            + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the drill'");
    try {
      assertThatThrownBy(
              () ->
                  test.transactions()
                      .run(() -> test.core().issuance().completeInTransaction(signed)))
          .isInstanceOf(RuntimeException.class);
    } finally {
      test.asRoot("DROP TRIGGER refuse_audit");
    }
    assertThat(test.count("certificate")).isZero();
    assertThat(test.count("certificate_mailbox")).isZero();
  }

  @Test
  void stateMovesOnce() {
    SignedCertificate signed = test.issued(test.signingRequest("tx-1", spki));
    boolean again =
        test.transactions()
            .run(
                () ->
                    test.core()
                        .certificates()
                        .rejectInTransaction("smime", signed.serial(), "ra:main"));
    assertThat(again).isFalse();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void lookups_seeOrderMailboxAndState() {
    SignedCertificate signed = test.issued(test.signingRequest("tx-1", spki));
    SignedCertificate waiting =
        test.core()
            .issuance()
            .sign(
                test.recorded(
                    test.encryptionRequest("tx-2", Keys.p256().getPublic().getEncoded())));
    test.transactions().run(() -> test.core().issuance().completeInTransaction(waiting));
    Certificates certificates = test.core().certificates();
    test.transactions()
        .run(
            () -> {
              assertThat(certificates.ofOrder(TestCore.ORDER)).hasSize(2);
              assertThat(certificates.validSigningOf(TestCore.ORDER, test.clock().instant()))
                  .extracting(IssuedCertificate::serial)
                  .containsExactly(signed.serial());
              assertThat(certificates.validEncryptionOf(TestCore.ORDER, test.clock().instant()))
                  .isEmpty();
              assertThat(certificates.validForMailbox(TestCore.MAILBOX, test.clock().instant()))
                  .hasSize(1);
              assertThat(certificates.ofOrder(TestCore.ORDER))
                  .extracting(IssuedCertificate::serial)
                  .contains(waiting.serial());
            });
  }

  private RefusalReason refusal(IssuanceRequest request) {
    return test.core()
        .issuance()
        .record(request)
        .fold(
            recorded -> {
              throw new AssertionError("recorded " + recorded.plan());
            },
            RecordingOutcome.Refused::reason);
  }
}
