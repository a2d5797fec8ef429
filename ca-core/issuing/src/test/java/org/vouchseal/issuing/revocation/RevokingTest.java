package org.vouchseal.issuing.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.testdatabase.TestDatabase;

class RevokingTest {

  private final TestCore test = new TestCore();

  @Test
  void second_leavesTheFirstUnchanged() {
    SignedCertificate signed =
        test.issued(test.signingRequest("tx-1", Keys.p256().getPublic().getEncoded()));
    assertThat(revoke(signed.serial(), RevocationReason.SUPERSEDED)).isEqualTo("revoked");
    test.clock().advance(java.time.Duration.ofHours(1));
    assertThat(revoke(signed.serial(), RevocationReason.KEY_COMPROMISE))
        .isEqualTo("already superseded");
    assertThat(test.count("revocation")).isEqualTo(1);
    assertThat(
            test.transactions()
                .run(() -> test.core().certificates().find("smime", signed.serial()).orElseThrow())
                .isValid(test.clock().instant()))
        .isFalse();
    assertThat(test.violations()).isEmpty();
  }

  @Test
  void serialThatWasNeverPlanned_isUnknown() {
    assertThat(revoke(SerialNumber.random(new SecureRandom()), RevocationReason.SUPERSEDED))
        .isEqualTo("unknown");
    assertThat(test.count("revocation")).isZero();
  }

  @Test
  void callerThatRollsBack_revokesNothing() {
    SignedCertificate signed =
        test.issued(test.signingRequest("tx-1", Keys.p256().getPublic().getEncoded()));
    assertThatThrownBy(
            () ->
                test.transactions()
                    .run(
                        () -> {
                          Object unused =
                              test.core()
                                  .revocation()
                                  .revokeInTransaction(
                                      "smime",
                                      signed.serial(),
                                      RevocationReason.SUPERSEDED,
                                      "ra:main");
                          throw new IllegalStateException("the caller fails");
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(test.count("revocation")).isZero();
    assertThat(test.violations()).isEmpty();
  }

  @TestFactory
  List<DynamicTest> forbiddenStatements_failAsTheServersUser() {
    return List.of(
            "DELETE FROM certificate",
            "DELETE FROM issuance_plan",
            "DELETE FROM spki_class",
            "DELETE FROM revocation",
            "DELETE FROM crl",
            "DELETE FROM audit_event",
            "DELETE FROM certificate_mailbox",
            "UPDATE certificate SET der = ''",
            "UPDATE certificate SET serial = ''",
            "UPDATE issuance_plan SET tbs = ''",
            "UPDATE spki_class SET key_class = 'SIGN'",
            "UPDATE revocation SET reason = 0",
            "UPDATE crl_part SET bytes = ''",
            "UPDATE crl SET crl_number = 0",
            "UPDATE audit_event SET actor = ''",
            "DROP TABLE certificate",
            "TRUNCATE TABLE revocation")
        .stream()
        .map(sql -> DynamicTest.dynamicTest(sql, () -> assertForbidden("issuing", sql)))
        .toList();
  }

  @TestFactory
  List<DynamicTest> tables_areHiddenFromTheStatusRoom() {
    return List.of(
            "SELECT * FROM issuing.certificate",
            "SELECT * FROM issuing.revocation",
            "SELECT * FROM issuing.issuance_plan",
            "SELECT * FROM issuing.crl",
            "SELECT * FROM issuing.audit_event",
            "DELETE FROM issuing.certificate_status")
        .stream()
        .map(sql -> DynamicTest.dynamicTest(sql, () -> assertForbidden("status", sql)))
        .toList();
  }

  private static void assertForbidden(String user, String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().appUser(user).getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }

  private String revoke(SerialNumber serial, RevocationReason reason) {
    return test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction("smime", serial, reason, "ra:main")
                    .fold(
                        revocation -> "revoked",
                        revocation -> "already " + revocation.reason().label(),
                        () -> "unknown"));
  }
}
