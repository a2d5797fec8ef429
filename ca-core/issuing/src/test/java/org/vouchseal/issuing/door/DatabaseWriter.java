package org.vouchseal.issuing.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vouchseal.issuing.invariants.CheckInvariants;
import org.vouchseal.testdatabase.TestDatabase;

/** Somebody who has the account of the application, with its true grants, and nothing else. */
abstract class DatabaseWriter {

  @TempDir static java.nio.file.Path folder;
  private static TestPki pki;

  Issuing issuing;

  @BeforeEach
  void open() {
    if (pki == null || !pki.folder.startsWith(folder)) {
      pki = new TestPki(folder);
    }
    TestDatabase.shared().clean("issuing");
    issuing = new Issuing(pki, false);
  }

  @AfterEach
  void close() {
    issuing.close();
  }

  /** Changes rows as the application may. */
  static void write(String sql, Object... values) {
    try (Connection connection = TestDatabase.shared().appUser("issuing").getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      connection.setAutoCommit(true);
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      assertThat(statement.executeUpdate()).as(sql).isPositive();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  int signatures() {
    return issuing.pki.token.signatures.get();
  }

  /** Refused with an incident, which the audit trail names; nothing was signed by the CA. */
  void disbelieved(Applicant.Answer answer, int signaturesBefore) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.failure()).isEqualTo("systemFailure");
    String incident = answer.text().replaceAll(".*incident ([0-9a-f]{12}).*", "$1");
    assertThat(
            issuing.count(
                "SELECT COUNT(*) FROM audit_event WHERE type = 'issuance.disbelieved'"
                    + " AND JSON_VALUE(detail, '$.incident') = '"
                    + incident
                    + "'"))
        .isEqualTo(1);
    assertThat(signatures()).isEqualTo(signaturesBefore);
  }

  /** Names of the invariants that are broken. */
  static List<String> broken() {
    return new CheckInvariants(TestDatabase.shared().appUser("issuing"))
        .run().entrySet().stream()
            .filter(checked -> !checked.getValue().isEmpty())
            .map(java.util.Map.Entry::getKey)
            .toList();
  }
}
