package org.vouchseal.keyservice.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vouchseal.testdatabase.TestDatabase;

/** The key service's own database account tries what it may not do. */
class ForbiddenStatementsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM escrow",
        "UPDATE escrow SET owner = 'x'",
        "UPDATE escrow SET sealed_key = ''",
        "TRUNCATE TABLE escrow",
        "ALTER TABLE escrow DROP CONSTRAINT escrow_encryption_only",
        "UPDATE pool_key SET sealed_key = ''",
        "DELETE FROM escrow_use",
        "UPDATE escrow_use SET escrow_id = 'x'",
        "DELETE FROM signer",
        "UPDATE signer SET owner = 'x'",
        "DELETE FROM answered_request",
        "UPDATE answered_request SET reference = 'x'",
        "DELETE FROM order_secret",
        "UPDATE order_secret SET reference = 'x'",
        "DELETE FROM audit_event",
        "UPDATE audit_event SET actor = 'x'",
        "SELECT * FROM issuing.audit_event"
      })
  void statement_isRefused(String sql) throws SQLException {
    try (Connection connection = TestDatabase.shared().appUser("keyservice").getConnection();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("denied");
    }
  }
}
