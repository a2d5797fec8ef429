package org.vouchseal.launcher.invariants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vouchseal.keyservice.invariants.Finding;
import org.vouchseal.testdatabase.TestDatabase;

/** Rows of a whole stack, and one of them spoilt by hand. */
@Tag("db")
class CheckingAStackTest {

  private static final String AUDIT =
      "INSERT INTO audit_event (event_id, node, boot, node_seq, at, type, actor, object, detail, salt)"
          + " VALUES (UUID(), 'n', UUID(), 1, NOW(6), '%s', 'test', '%s', '%s', REPEAT('s', 16))";

  private final TestDatabase database = TestDatabase.shared();

  @BeforeEach
  void empty() {
    List.of("issuing", "keyservice", "validation").forEach(database::clean);
  }

  @Test
  void emptyStack_breaksNothing() {
    assertThat(check(ClientLog.none(), List.of()))
        .allSatisfy(invariant -> assertThat(invariant.rows()).as(invariant.statement()).isEmpty())
        .extracting(CheckedInvariant::id)
        .contains("I1", "I1b", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I9");
  }

  @Test
  void certificateWithItsKey_breaksNothing() throws Exception {
    writeStack();
    assertThat(brokenBesideIssuing()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I3|every encryption certificate has exactly|keyservice|DELETE FROM escrow",
        "I3|every encryption certificate has exactly|keyservice|UPDATE escrow SET spki = 'x'",
        "I3|no other certificate|issuing|UPDATE certificate SET key_class = 'SIGN'",
        "I4|every plan's escrow record|keyservice|UPDATE escrow SET escrow_id = 'other'",
        "I4|every plan's escrow record|issuing|UPDATE issuance_plan SET escrow_id = 'other'",
        "I3|every key in use|keyservice|INSERT INTO escrow_use VALUES ('esc-1', NOW(6))",
        "I3|every confirmed certificate's key|issuing|UPDATE certificate SET state = 'CONFIRMED'",
        "I2|enrolment.opened|validation|DELETE FROM audit_event WHERE type = 'enrolment.opened'",
        "I2|enrolment.approved|validation|DELETE FROM audit_event WHERE type = 'enrolment.approved'",
        "I2|enrolment.issued|validation|UPDATE enrolment SET state = 'ISSUED'",
        "I2|enrolment.expired|validation|UPDATE enrolment SET state = 'EXPIRED'",
        "I2|every enrolment.opened|validation|DELETE FROM enrolment",
        "I2|objection.case-opened|validation|INSERT INTO objection_case VALUES ('c', 'r', 'IN_CHECK', NOW(6))",
        "I2|order.signed|validation|DELETE FROM audit_event WHERE type = 'order.signed'",
        "I2|order.accepted|validation|DELETE FROM audit_event WHERE type = 'order.accepted'",
        "I2|order.refused|validation|UPDATE sent_order SET state = 'REFUSED'",
        "I2|mail.sent|validation|DELETE FROM audit_event WHERE type = 'mail.sent'",
        "I7|Message-ID|validation|UPDATE outbox_mail SET id = ''",
        "I7|every code has its mail|validation|DELETE FROM outbox_mail",
        "I7|every audit row of a mail|validation|DELETE FROM outbox_mail",
        "I7|every mail that waits|validation|UPDATE outbox_mail SET body = 'kept'",
        "I2|mail.given-up|validation|UPDATE outbox_mail SET state = 'GIVEN_UP'",
        "I2|enrolment.rejected|validation|UPDATE enrolment SET state = 'REJECTED'",
        "I2|enrolment.withdrawn|validation|UPDATE enrolment SET state = 'WITHDRAWN'",
        "I2|revocation.signed|validation|UPDATE sent_order SET kind = 'revocation'",
      })
  void spoiltRow_isReported(String id, String statement, String room, String sql) throws Exception {
    writeStack();
    assertThat(execute(room, sql)).isPositive();
    assertThat(brokenBesideIssuing())
        .anySatisfy(
            invariant -> {
              assertThat(invariant.id()).isEqualTo(id);
              assertThat(invariant.statement()).contains(statement);
              assertThat(invariant.rows()).hasSize(1);
            });
  }

  @Test
  void everyInvariantOfItsOwn_hasASpoiltRow() throws Exception {
    String rows =
        String.join(
            "\n",
            CheckingAStackTest.class
                .getDeclaredMethod(
                    "spoiltRow_isReported", String.class, String.class, String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value());
    List<String> spoilt =
        rows.lines().map(row -> row.substring(0, row.indexOf('|', row.indexOf('|') + 1))).toList();
    List<CheckedInvariant> ofRooms = new ArrayList<>();
    ofRooms.addAll(RoomChecks.ofIssuing(database.appUser("issuing")));
    ofRooms.addAll(RoomChecks.ofKeyService(List.of()));
    assertThat(check(ClientLog.none(), List.of()))
        .filteredOn(invariant -> !ofRooms.contains(invariant) && !invariant.id().equals("I1"))
        .allSatisfy(
            invariant ->
                assertThat(spoilt)
                    .as(invariant.statement())
                    .anyMatch(
                        row ->
                            row.startsWith(invariant.id() + "|")
                                && invariant
                                    .statement()
                                    .contains(row.substring(row.indexOf('|') + 1))));
  }

  @Test
  void findingsOfRooms_areShown() throws Exception {
    writeStack();
    assertThat(check(ClientLog.none(), List.of(new Finding("I4", "escrow:x", "is missing"))))
        .anySatisfy(
            invariant -> {
              assertThat(invariant.id()).isEqualTo("I4");
              assertThat(invariant.rows()).containsExactly("escrow:x is missing");
            })
        // the hand-made certificate has no audit row
        .anySatisfy(
            invariant -> {
              assertThat(invariant.statement()).contains("certificate.issued");
              assertThat(invariant.holds()).isFalse();
            });
  }

  @Test
  void receivedCertificateWithoutRow_isReported() throws Exception {
    writeStack();
    ClientLog log = ClientLog.parse(List.of("# got", "smime 00F1", "smime, f1", "", "smime F2"));
    assertThat(check(log, List.of()).get(0))
        .isEqualTo(
            new CheckedInvariant(
                "I1",
                "every certificate that a client received has a row (3 in its log)",
                List.of("smime f2 was received and has no row")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"smime", "smime xyz", "smime 1 2", "SMIME 1"})
  void lineOfAnotherForm_isRefused(String line) {
    assertThatThrownBy(() -> ClientLog.parse(List.of("smime 1", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2 is '" + line + "'");
  }

  private List<CheckedInvariant> check(ClientLog log, List<Finding> keyService) {
    return new CheckInvariants(
            database.appUser("issuing"),
            database.appUser("keyservice"),
            database.appUser("validation"),
            () -> keyService)
        .run(log);
  }

  /** Broken ones but those that issuing finds itself, whose rows here are not whole. */
  private List<CheckedInvariant> brokenBesideIssuing() {
    List<CheckedInvariant> ofIssuing = RoomChecks.ofIssuing(database.appUser("issuing"));
    return check(ClientLog.none(), List.of()).stream()
        .filter(invariant -> !invariant.holds() && !ofIssuing.contains(invariant))
        .toList();
  }

  private void writeStack() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
    byte[] spki = keys.getPublic().getEncoded();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(spki);
    execute(
        "issuing",
        "INSERT INTO issuance_plan (idempotency_key, issuer, serial, profile, spki, mailboxes,"
            + " not_before, not_after, tbs, tbs_digest, lint, escrow_id, actor, recorded_at)"
            + " VALUES ('k', 'smime', X'F1', 'encryption', ?, '', NOW(6), NOW(6), '',"
            + " REPEAT('0', 64), '', 'esc-1', 'test', NOW(6))",
        digest);
    execute(
        "issuing",
        "INSERT INTO certificate (issuer, serial, plan_key, profile, key_class, der, spki,"
            + " not_before, not_after, state, issued_at) VALUES ('smime', X'F1', 'k', 'encryption',"
            + " 'ENC', ?, ?, NOW(6), NOW(6), 'UNCONFIRMED', NOW(6))",
        certificate(keys),
        digest);
    execute(
        "keyservice",
        "INSERT INTO escrow (escrow_id, tenant, owner, reference, transaction_id, request_digest,"
            + " spki_digest, spki, class, policy, blob_version, sealed_key, kek_version,"
            + " wrapped_data_key, stored_at, receipt_signature) VALUES ('esc-1', 't', 'o', 'r', 'x',"
            + " REPEAT('0', 64), ?, ?, 'ENC', 'CLOUD', 1, 'x', 1, 'x', NOW(6), 'x')",
        HexFormat.of().formatHex(digest),
        spki);
    writeEnrolment();
  }

  private void writeEnrolment() throws SQLException {
    for (String sql :
        List.of(
            "INSERT INTO enrolment (id, tenant, tier, mailbox, language, token_digest, owner,"
                + " opened_at, state, expires_at, proved_at, approved_at, looks) VALUES ('r', 't',"
                + " 'V1', 'a@example.org', 'en', REPEAT('0', 64), 'o', NOW(6), 'APPROVED', NOW(6),"
                + " NOW(6), NOW(6), 0)",
            "INSERT INTO sent_order (jti, reference, number, kind, jws, signed_at, state)"
                + " VALUES ('j', 'r', 1, 'enrolment', 'jws', NOW(6), 'ACCEPTED')",
            "INSERT INTO outbox_mail (id, once_key, recipient, subject, written_at, give_up_at,"
                + " next_at, attempts, state) VALUES ('m', 'code:m', 'a@example.org', 's', NOW(6),"
                + " NOW(6), NOW(6), 1, 'SENT')",
            "INSERT INTO mailbox_challenge (enrolment, mailbox, code_digest, made_at, ends_at,"
                + " wrong_tries, state, mail) VALUES ('r', 'a@example.org', REPEAT('0', 64), NOW(6),"
                + " NOW(6), 0, 'PROVED', 'm')",
            AUDIT.formatted("enrolment.opened", "enrolment:r", "{}"),
            AUDIT.formatted("enrolment.approved", "enrolment:r", "{}"),
            AUDIT.formatted("order.signed", "enrolment:r", "{\"jti\":\"j\"}"),
            AUDIT.formatted("order.accepted", "enrolment:r", "{\"jti\":\"j\"}"),
            AUDIT.formatted("mail.sent", "mail:m", "{}"))) {
      assertThat(execute("validation", sql)).isEqualTo(1);
    }
  }

  private int execute(String room, String sql, Object... values) throws SQLException {
    try (Connection connection = database.root().getConnection();
        Statement plain = connection.createStatement()) {
      plain.execute("USE " + room);
      // the database itself refuses some of it
      plain.execute("SET check_constraint_checks = 0");
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        return statement.executeUpdate();
      } finally {
        plain.execute("SET check_constraint_checks = 1");
      }
    }
  }

  private static byte[] certificate(KeyPair keys) throws Exception {
    Instant now = Instant.parse("2026-11-22T00:00:00Z");
    X500Name name = new X500Name("CN=test");
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(0xF1),
            Date.from(now),
            Date.from(now.plusSeconds(60)),
            name,
            keys.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }
}
