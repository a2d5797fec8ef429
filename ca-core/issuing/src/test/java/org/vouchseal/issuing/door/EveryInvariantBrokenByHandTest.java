package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vouchseal.issuing.invariants.CheckInvariants;
import org.vouchseal.issuing.invariants.InvariantFinding;
import org.vouchseal.testdatabase.TestDatabase;

/**
 * After a whole life of certificates one row is spoilt by hand: the invariant that it breaks must
 * say so by its own name, and no invariant may be without such a row.
 */
class EveryInvariantBrokenByHandTest {

  /** One way to break one invariant. */
  record Fault(String invariant, String sql) {

    @Override
    public String toString() {
      return invariant;
    }
  }

  private static final String ALICE =
      "(SELECT reference FROM registrar_statement ORDER BY id LIMIT 1)";

  @TempDir static java.nio.file.Path folder;
  private static TestPki pki;
  private Issuing issuing;

  @BeforeEach
  void liveThroughEverything() {
    if (pki == null) {
      pki = new TestPki(folder);
    }
    TestDatabase.shared().clean("issuing");
    issuing = new Issuing(pki, false);
    issuing.core.ceremonyImport().run(pki.directory);
    Applicant alice = Applicant.of(issuing, "alice@example.org").enrolled();
    Applicant.Answer cp =
        alice.send(
            "/p/encryption", alice.signed(alice.centralWriter(PKIBody.TYPE_CERT_REQ, true, false)));
    assertThat(alice.send("/p/encryption", alice.signed(alice.accepting(cp))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    Applicant bob = Applicant.of(issuing, "bob@example.org");
    Applicant.Answer ip = bob.send("/p/signing", bob.ir());
    assertThat(bob.send("/p/signing", bob.mac(bob.rejecting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(issuing.core.crls().run()).isNotEmpty();
    assertThat(report().values()).allSatisfy(findings -> assertThat(findings).isEmpty());
  }

  @AfterEach
  void close() {
    issuing.close();
  }

  static List<Fault> faults() {
    return Stream.of(
            fault(
                "I1b: every certificate carries",
                "UPDATE issuance_plan SET tbs = CONCAT(tbs, 'x') LIMIT 1"),
            fault(
                "I1b: every certificate without a plan",
                "DELETE FROM audit_event WHERE type = 'certificate.imported' LIMIT 1"),
            fault(
                "I2: every row of certificate (plan_key IS NULL)",
                "DELETE FROM audit_event WHERE type = 'certificate.imported' LIMIT 1"),
            fault(
                "I3: every plan of an encryption profile",
                "UPDATE issuance_plan SET escrow_id = NULL"),
            fault(
                "I3: every plan of an encryption profile",
                "UPDATE issuance_plan SET escrow_id = 'esc-x' WHERE profile = 'signing'"),
            fault(
                "I5: the bytes of every plan",
                "UPDATE issuance_plan SET mailboxes = 'x@example.org' LIMIT 1"),
            fault(
                "I5: columns of certificates",
                "UPDATE certificate SET not_after = '2030-01-01' LIMIT 1"),
            fault("I5: every key has one class", "DELETE FROM spki_class LIMIT 1"),
            fault(
                "I5: a compromised key has no certificate",
                "UPDATE revocation r JOIN certificate o ON o.issuer = r.issuer AND o.serial = r.serial"
                    + " JOIN certificate c ON c.profile = 'signing' AND c.state = 'CONFIRMED'"
                    + " SET r.reason = 1, c.spki = o.spki"),
            fault(
                "I9: one plan has at most one",
                "UPDATE issuance_plan SET spki = REPEAT('x', 32) LIMIT 1"),
            withoutEvent("issuance_plan (TRUE)", "certificate.intent"),
            withoutEvent("certificate (plan_key IS NOT NULL)", "certificate.issued"),
            withoutEvent(
                "certificate (plan_key IS NOT NULL AND state = 'CONFIRMED')",
                "certificate.confirmed"),
            withoutEvent("certificate (state = 'REJECTED')", "certificate.rejected"),
            withoutEvent("revocation (TRUE)", "certificate.revoked"),
            madeUp("certificate.intent"),
            madeUp("certificate.issued"),
            madeUp("certificate.imported"),
            madeUp("certificate.confirmed"),
            madeUp("certificate.rejected"),
            madeUp("certificate.revoked"),
            fault(
                "I2: every published list has exactly one",
                "DELETE FROM audit_event WHERE type = 'crl.published' LIMIT 1"),
            fault("I2: every crl.published has its list", "DELETE FROM crl LIMIT 1"),
            fault(
                "I6: a later list has a higher number",
                "INSERT INTO crl (issuer, crl_number, this_update, next_update, entries, octets, digest,"
                    + " fence) SELECT issuer, crl_number - 1, this_update, next_update, 0, 0, digest,"
                    + " fence FROM crl LIMIT 1"),
            fault("I6: the kept lists are whole", "UPDATE crl SET octets = octets + 1 LIMIT 1"),
            fault(
                "I5: the bytes of every plan",
                "UPDATE issuance_plan SET crl_shard = 3 WHERE issuer = 'smime' LIMIT 1"),
            fault(
                "I6: every revocation belongs to the list", "UPDATE revocation SET crl_shard = 3"),
            fault(
                "I6: every revocation that was on a list",
                "INSERT INTO revocation (issuer, serial, revoked_at, reason, not_after, actor, first_crl)"
                    + " VALUES ('smime', UNHEX('4000'), '2026-01-01', 1, '2040-01-01', 'x', 1)"),
            fault(
                "I2: every accepted statement",
                "DELETE FROM audit_event WHERE type = 'order.accepted' LIMIT 1"),
            fault(
                "I8: every wish about the public look-up",
                "INSERT INTO directory_choice (owner, mailbox, listed, reference, signed_at)"
                    + " SELECT owner, 'a@example.org', 0, reference, NOW(6) FROM registrar_order"
                    + " LIMIT 1"),
            fault(
                "I8: every order is in force by a statement",
                "DELETE FROM registrar_statement LIMIT 1"),
            fault(
                "I8: every order says what its statement says",
                "UPDATE registrar_order SET owner = 'own-other' LIMIT 1"),
            fault(
                "I8: every re-validation extends",
                "INSERT INTO registrar_statement (ra, jti, kind, reference, jws, jws_digest,"
                    + " accepted_at) SELECT ra, 'another', 'revalidation', reference, jws,"
                    + " jws_digest, accepted_at FROM registrar_statement LIMIT 1"),
            fault(
                "I8: the secret of an order ends",
                "UPDATE registrar_order SET secret_box = 'kept', secret_spent_at = NULL WHERE reference = "
                    + ALICE),
            fault(
                "I8: a transaction keeps its request",
                "UPDATE cmp_transaction SET request = 'kept', poll_after = NOW(6) LIMIT 1"),
            fault(
                "I8: a succession is stopped",
                "INSERT INTO owner_succession (mailbox, former_owner, new_owner, reference, noted_at,"
                    + " due_at, state) VALUES ('a@example.org', 'o', 'n', 'r', NOW(6), NOW(6),"
                    + " 'OBJECTED')"),
            fault(
                "I8: every taken use belongs",
                "UPDATE registrar_order_use SET state = 'OPEN' LIMIT 1"),
            fault(
                "I8: every transaction that is open or confirmed",
                "DELETE FROM registrar_order_use LIMIT 1"),
            fault(
                "I9: every answered transaction",
                "UPDATE cmp_transaction SET serial = X'4001' WHERE state = 'CONFIRMED' LIMIT 1"),
            fault(
                "I9: every certificate of the CMP door",
                "DELETE FROM cmp_transaction WHERE state = 'REJECTED'"),
            fault("I9: a certificate that was rejected", "DELETE FROM revocation"),
            fault(
                "I9: stored answers are the ones",
                "UPDATE cmp_transaction SET answer = 'another' WHERE answer IS NOT NULL LIMIT 1"))
        .toList();
  }

  private static Fault fault(String invariant, String sql) {
    return new Fault(invariant, sql);
  }

  private static Fault withoutEvent(String rows, String event) {
    return new Fault(
        "I2: every row of " + rows + " has exactly one",
        "DELETE FROM audit_event WHERE type = '" + event + "' LIMIT 1");
  }

  private static Fault madeUp(String event) {
    return new Fault(
        "I2: every " + event + " has its row",
        "INSERT INTO audit_event (event_id, node, boot, node_seq, at, type, actor, object, detail,"
            + " salt) VALUES (UUID(), 'n', UUID(), 1, NOW(6), '"
            + event
            + "', 'x', 'certificate:4002', '{\"issuer\":\"smime\"}', REPEAT('s', 16))");
  }

  @ParameterizedTest
  @MethodSource("faults")
  void spoiltRow_isReportedByItsInvariant(Fault fault) {
    assertThat(spoil(fault.sql())).as("rows changed").isPositive();

    assertThat(report().entrySet())
        .filteredOn(checked -> checked.getKey().startsWith(fault.invariant()))
        .singleElement()
        .satisfies(checked -> assertThat(checked.getValue()).isNotEmpty());
  }

  @Test
  void everyInvariant_hasASpoiltRow() {
    assertThat(report().keySet())
        .allSatisfy(
            statement ->
                assertThat(faults())
                    .as(statement)
                    .anyMatch(fault -> statement.startsWith(fault.invariant())));
  }

  private static Map<String, List<InvariantFinding>> report() {
    return new CheckInvariants(TestDatabase.shared().appUser("issuing")).run();
  }

  private static int spoil(String sql) {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("USE issuing");
      statement.execute("SET foreign_key_checks = 0");
      statement.execute("SET check_constraint_checks = 0");
      int changed = statement.executeUpdate(sql);
      statement.execute("SET foreign_key_checks = 1");
      statement.execute("SET check_constraint_checks = 1");
      return changed;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
