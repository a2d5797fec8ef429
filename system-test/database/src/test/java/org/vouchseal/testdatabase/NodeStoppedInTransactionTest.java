package org.vouchseal.testdatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that is stopped in the middle of a transaction says nothing and ends nothing. */
@Tag("db")
@Timeout(60)
class NodeStoppedInTransactionTest {

  private static final String LEASE_LENGTH = "60";

  @BeforeEach
  void fill() throws SQLException {
    TestDatabase.shared().clean("issuing");
    try (Connection owner = TestDatabase.shared().owner("issuing").getConnection()) {
      run(
          owner,
          "INSERT INTO lease (name, holder, fence, held_until)"
              + " VALUES ('crl', 'n1/boot', 1, '2026-01-01 00:00:00')");
    }
  }

  @AfterEach
  void clean() {
    TestDatabase.shared().clean("issuing");
  }

  @Test
  void idleTransactions_endWithTheLengthOfALease() throws SQLException {
    try (Connection node = TestDatabase.shared().appUser("issuing").getConnection();
        Statement statement = node.createStatement();
        ResultSet found = statement.executeQuery("SELECT @@idle_transaction_timeout")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getString(1)).isEqualTo(LEASE_LENGTH);
    }
  }

  @Test
  void locksOfOneThatStopped_areFreeForTheOther() throws SQLException {
    try (Connection stopped = TestDatabase.shared().appUser("issuing").getConnection();
        Connection other = TestDatabase.shared().appUser("issuing").getConnection()) {
      run(stopped, "SET SESSION idle_transaction_timeout = 2");
      stopped.setAutoCommit(false);
      run(stopped, "SELECT fence FROM lease WHERE name = 'crl' FOR UPDATE");

      run(other, "UPDATE lease SET holder = 'n2/boot', fence = 2 WHERE name = 'crl'");

      assertThatThrownBy(
              () -> {
                run(stopped, "UPDATE lease SET fence = 9 WHERE name = 'crl'");
                stopped.commit();
              })
          .as("what it says when it goes on")
          .isInstanceOf(SQLException.class);
    }
    try (Connection owner = TestDatabase.shared().owner("issuing").getConnection();
        Statement statement = owner.createStatement();
        ResultSet found = statement.executeQuery("SELECT fence FROM lease")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getLong(1)).isEqualTo(2);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }
}
