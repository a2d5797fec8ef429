package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.testdatabase.TestDatabase;

/** The database takes no row of one table for a while; the client sends the same octets again. */
class DatabaseRefusingOneRowTest extends OneIssuing {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmp_transaction",
        "registrar_order_use",
        "spki_class",
        "issuance_plan",
        "certificate",
        "certificate_mailbox",
        "audit_event",
        "audit_event certificate.intent",
        "audit_event certificate.issued"
      })
  void rowOfAnIr_isMissedAndNoCertificateGoesOut(String table) {
    Applicant anna = Applicant.of(issuing, "anna@example.org");
    byte[] ir = anna.ir();
    refuse(table);
    try {
      assertTellsAnIncidentAndNothingElse(anna.send("/p/signing", ir));
      assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isZero();
      assertThat(CrashingRoomTest.findings()).isEmpty();
    } finally {
      accept();
    }

    Applicant.Answer ip = anna.send("/p/signing", ir);

    assertThat(ip.type()).as(table).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(anna.send("/p/signing", anna.mac(anna.accepting(ip))).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(issuing.count("SELECT COUNT(*) FROM certificate")).isEqualTo(1);
    assertThat(issuing.count("SELECT COUNT(*) FROM issuance_plan")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"revocation", "audit_event"})
  void rowOfAnRr_isMissedAndNothingIsRevoked(String table) {
    Applicant anna = Applicant.of(issuing, "anna@example.org").enrolled();
    byte[] rr = anna.signed(anna.rrWriter(anna.certificate));
    refuse(table);
    try {
      assertTellsAnIncidentAndNothingElse(anna.send("/p/signing", rr));
      assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isZero();
    } finally {
      accept();
    }

    assertThat(anna.send("/p/signing", rr).type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    assertThat(issuing.count("SELECT COUNT(*) FROM revocation")).isEqualTo(1);
  }

  @Test
  void auditRowOfAnOrder_isMissedAndTheOrderIsNotInForce() {
    Issuing.Enrolment order = issuing.written(issuing.wish("anna@example.org"));
    refuse("audit_event");
    try {
      assertThat(issuing.send(order).status()).isEqualTo(503);
      assertThat(issuing.count("SELECT COUNT(*) FROM registrar_order")).isZero();
      assertThat(issuing.count("SELECT COUNT(*) FROM registrar_statement")).isZero();
    } finally {
      accept();
    }

    assertThat(issuing.send(order).status()).isEqualTo(201);
  }

  private static void assertTellsAnIncidentAndNothingElse(Applicant.Answer answer) {
    assertThat(answer.failure()).isEqualTo("systemFailure");
    assertThat(answer.isProtected()).isTrue();
    assertThat(answer.text())
        .matches(
            "something failed on our side, incident [0-9a-f]{12}; repeat the same message later");
  }

  /** Every row of a table, or of audit rows those of one type. */
  private static void refuse(String rows) {
    String[] table = rows.split(" ");
    String which = table.length == 1 ? "TRUE" : "NEW.type = '" + table[1] + "'";
    asRoot(
        "CREATE TRIGGER refuse_row BEFORE INSERT ON "
            + table[0]
            + " FOR EACH ROW IF "
            + which
            + " THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'refused by the drill'; END IF");
  }

  private static void accept() {
    asRoot("DROP TRIGGER refuse_row");
  }

  private static void asRoot(String sql) {
    try (Connection connection = TestDatabase.shared().root().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("USE issuing");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
