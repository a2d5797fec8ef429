package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.hsm.KeyAlgorithm;
import org.vouchseal.messages.fixtures.TestSigningKey;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.testdatabase.TestDatabase;

/** A thief uses a lost device; the owner revokes it while the thief's message is worked on. */
class SignerRevokedMeanwhileTest extends OneIssuing {

  private final KeyPair stolen = TestSigningKey.pair(KeyAlgorithm.P256);
  private final KeyPair thiefs = TestSigningKey.pair(KeyAlgorithm.P256);
  private Applicant anna;
  private X509CertificateHolder lost;

  @BeforeEach
  void loseADevice() {
    anna = Applicant.of(issuing, "anna@example.org").enrolled();
    Applicant.Answer cp = anna.send("/p/signing", anna.signed(anna.deviceWriter(stolen)));
    anna.send("/p/signing", anna.signed(anna.accepting(cp)));
    lost = cp.certificate();
  }

  private void onceAt(String point, Runnable deed) {
    AtomicBoolean once = new AtomicBoolean();
    issuing.halt =
        reached -> {
          if (reached.equals(point) && once.compareAndSet(false, true)) {
            deed.run();
          }
        };
  }

  @ParameterizedTest
  @ValueSource(strings = {"tx-a.after", "sign.after", "tx-c.before"})
  void requestBeingWorkedOn_getsNoCertificateAndTheUseIsFree(String point) {
    onceAt(point, () -> anna.send("/p/signing", anna.signed(anna.rrWriter(lost))));

    Applicant.Answer answer =
        anna.send(
            "/p/signing",
            Applicant.signed(anna.deviceWriter(thiefs).implicitConfirm(), lost, stolen));

    assertThat(answer.failure()).isEqualTo("certRevoked");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(2);
    KeyPair own = TestSigningKey.pair(KeyAlgorithm.P256);
    assertThat(anna.send("/p/signing", anna.signed(anna.deviceWriter(own))).type())
        .isEqualTo(PKIBody.TYPE_CERT_REP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tx-b.after", "tx-c.before"})
  void keyTurnedOutCompromised_isNotCertifiedAgain(String point) {
    onceAt(
        point,
        () ->
            anna.send(
                "/p/signing", anna.signed(anna.rrWriter(lost, RevocationReason.KEY_COMPROMISE))));

    Applicant.Answer answer = anna.send("/p/signing", anna.signed(anna.deviceWriter(stolen)));

    assertThat(answer.failure()).isEqualTo("badCertTemplate");
    assertThat(answer.text()).contains("keyCompromise");
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(2);
  }

  @Test
  void compromiseToldWhileTheCertificateIsCompleted_takesItToo() throws Exception {
    try (Connection other = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      String another =
          "INSERT INTO certificate (issuer, serial, profile, key_class, der, spki,"
              + " not_before, not_after, order_reference, owner, tier, state, issued_at)"
              + " SELECT issuer, UNHEX('41000000000000000000000000000001'), profile, key_class, der,"
              + " spki, not_before, not_after, order_reference, owner, tier, 'UNCONFIRMED', issued_at"
              + " FROM certificate WHERE serial = UNHEX('"
              + lost.getSerialNumber().toString(16)
              + "')";
      assertThat(statement.executeUpdate(another)).isEqualTo(1);
      CompletableFuture<Applicant.Answer> rp =
          CompletableFuture.supplyAsync(
              () ->
                  anna.send(
                      "/p/signing",
                      anna.signed(anna.rrWriter(lost, RevocationReason.KEY_COMPROMISE))));
      TestDatabase.shared().awaitLockWaits(1);
      other.commit();

      assertThat(rp.get(1, TimeUnit.MINUTES).type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    }
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation WHERE reason = 1")).isEqualTo(2);
    forget("DELETE FROM certificate WHERE serial = UNHEX('41000000000000000000000000000001')");
    forget("DELETE FROM revocation WHERE serial = UNHEX('41000000000000000000000000000001')");
    forget("DELETE FROM audit_event WHERE object LIKE '%41000000000000000000000000000001'");
  }

  /** What was planted is in nobody's audit trail. */
  private static void forget(String statement) throws SQLException {
    try (Connection connection = TestDatabase.shared().owner("issuing").getConnection();
        Statement planted = connection.createStatement()) {
      assertThat(planted.executeUpdate(statement)).isEqualTo(1);
    }
  }

  @Test
  void rrOfTheThiefBehindTheOwners_isCertRevoked() throws Exception {
    try (Connection owner = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = owner.createStatement()) {
      owner.setAutoCommit(false);
      statement.executeQuery("SELECT * FROM registrar_order FOR UPDATE").close();
      CompletableFuture<Applicant.Answer> rp =
          CompletableFuture.supplyAsync(
              () ->
                  anna.send(
                      "/p/signing",
                      Applicant.signed(anna.rrWriter(anna.certificate), lost, stolen)));
      TestDatabase.shared().awaitLockWaits(1);
      statement.executeUpdate(
          "INSERT INTO revocation (issuer, serial, revoked_at, reason, not_after, actor)"
              + " SELECT issuer, serial, NOW(), 4, not_after, 'owner' FROM certificate"
              + " WHERE serial = UNHEX('"
              + lost.getSerialNumber().toString(16)
              + "')");
      owner.commit();

      assertThat(rp.get(1, TimeUnit.MINUTES).failure()).isEqualTo("certRevoked");
    }
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
    forget("DELETE FROM revocation");
  }
}
