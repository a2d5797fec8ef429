package org.vouchseal.issuing.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.issuing.Keys;
import org.vouchseal.issuing.TestCore;
import org.vouchseal.issuing.issuance.SignedCertificate;
import org.vouchseal.model.RevocationReason;

/** Each row spoils one thing by hand; the invariant it names must be reported broken. */
class CheckingAChangedDatabaseTest {

  private final TestCore test = new TestCore();

  @BeforeEach
  void issueAndRevoke() {
    SignedCertificate signing =
        test.issued(test.signingRequest("tx-1", Keys.p256().getPublic().getEncoded()));
    SignedCertificate unusedEncryption =
        test.issued(test.encryptionRequest("tx-2", Keys.p256().getPublic().getEncoded()));
    test.transactions()
        .run(
            () ->
                test.core()
                    .revocation()
                    .revokeInTransaction(
                        "smime", signing.serial(), RevocationReason.SUPERSEDED, "ra:main"));
    assertThat(test.core().crls().run()).hasSize(2);
    assertThat(test.violations()).isEmpty();
  }

  static Stream<Arguments> changes() {
    String flip = "INSERT(%1$s, 60, 1, CHAR(ASCII(SUBSTRING(%1$s, 60, 1)) ^ 1))";
    return Stream.of(
        Arguments.of("I1b", "UPDATE issuance_plan SET tbs = " + flip.formatted("tbs")),
        Arguments.of("I1b", "UPDATE certificate SET plan_key = NULL WHERE plan_key = 'tx-1'"),
        Arguments.of("I2", "DELETE FROM audit_event WHERE type = 'certificate.intent' LIMIT 1"),
        Arguments.of("I2", "DELETE FROM audit_event WHERE type = 'certificate.issued' LIMIT 1"),
        Arguments.of("I2", "DELETE FROM audit_event WHERE type = 'certificate.revoked'"),
        Arguments.of("I2", "DELETE FROM audit_event WHERE type = 'crl.published' LIMIT 1"),
        Arguments.of("I2", "UPDATE certificate SET state = 'REJECTED' LIMIT 1"),
        Arguments.of("I2", "DELETE FROM revocation"),
        Arguments.of("I2", "DELETE FROM crl WHERE issuer = 'trust'"),
        Arguments.of("I3", "UPDATE issuance_plan SET escrow_id = NULL"),
        Arguments.of("I3", "UPDATE spki_class SET key_class = 'ENC'"),
        Arguments.of("I5", "UPDATE spki_class SET key_class = 'SERVICE'"),
        Arguments.of("I5", "DELETE FROM spki_class LIMIT 1"),
        Arguments.of("I5", "UPDATE certificate SET not_after = '2030-01-01' LIMIT 1"),
        Arguments.of("I5", "UPDATE certificate SET spki = REPEAT('x', 32) LIMIT 1"),
        Arguments.of("I9", "UPDATE issuance_plan SET spki = REPEAT('x', 32) LIMIT 1"),
        Arguments.of(
            "I6",
            "INSERT INTO crl (issuer, crl_number, this_update, next_update, entries, octets,"
                + " digest, fence) SELECT issuer, crl_number - 1, this_update, next_update, 0, 0,"
                + " digest, fence FROM crl LIMIT 1"),
        Arguments.of(
            "I8",
            "INSERT INTO owner_succession (mailbox, former_owner, new_owner, reference, noted_at,"
                + " due_at, state) VALUES ('a@example.org', 'f', 'n', 'r', NOW(6), NOW(6),"
                + " 'OBJECTED')"),
        Arguments.of("I6", "UPDATE crl SET octets = octets + 1 LIMIT 1"),
        Arguments.of("I6", "UPDATE crl SET digest = REPEAT('0', 64)"),
        Arguments.of(
            "I6",
            "INSERT INTO revocation (issuer, serial, revoked_at, reason, not_after, actor,"
                + " first_crl) VALUES ('smime', UNHEX('4000'), '2026-01-01', 1, '2030-01-01',"
                + " 'x', 1)"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_isReported(String invariant, String sql) {
    test.asOwner(sql);
    List<InvariantFinding> found = test.violations();
    assertThat(found).extracting(InvariantFinding::invariant).contains(invariant);
  }
}
