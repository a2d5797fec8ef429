package org.vouchseal.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vouchseal.testdatabase.TestDatabase;

/** A pool borrows a connection again and again, with autocommit off and on around each time. */
@Tag("db")
class ConnectionOfAPoolTest {

  private static final String INSERT =
      "INSERT INTO lease (name, holder, fence, held_until) VALUES (?, 'test', 1, UTC_TIMESTAMP(6))";

  private Connection connection;
  private Connection other;

  @BeforeEach
  void connect() throws SQLException {
    LocalTransactions unusedEmptied = StatusSchema.emptied();
    TestDatabase database = TestDatabase.shared();
    MariaDbPlainDataSource source = new MariaDbPlainDataSource();
    source.setUrl(database.url("status"));
    source.setUser("status_app");
    source.setPasswordFile(database.passwordFile("status_app").toString());
    connection = source.getConnection();
    other = source.getConnection();
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    other.close();
  }

  @Test
  void transactionsInARow_tellTheServerOnceAndPrepareOnce() throws SQLException {
    int toldBefore = transaction("a", "Com_set_option");
    assertThat(transaction("b", "Com_set_option")).isEqualTo(toldBefore);
    assertThat(transaction("c", "Com_stmt_prepare")).isEqualTo(1);
    assertThat(leases()).isEqualTo(3);
  }

  /** As a pool has it; gives how often the session was told something, as the server counts. */
  private int transaction(String name, String counter) throws SQLException {
    connection.setAutoCommit(false);
    insert(name);
    int counted = count(connection, "SHOW SESSION STATUS LIKE '" + counter + "'", 2);
    connection.commit();
    connection.setAutoCommit(true);
    return counted;
  }

  @Test
  void statementAfterATransaction_commitsItself() throws SQLException {
    connection.setAutoCommit(false);
    insert("a");
    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(connection.getAutoCommit()).isTrue();
    insert("b");
    assertThat(leases()).isEqualTo(1);
  }

  @Test
  void autocommitSwitchedOnWithinATransaction_commitsIt() throws SQLException {
    connection.setAutoCommit(false);
    insert("a");
    assertThat(leases()).isZero();
    connection.setAutoCommit(true);
    assertThat(leases()).isEqualTo(1);
  }

  @Test
  void transactionUndone_leavesNothing() throws SQLException {
    connection.setAutoCommit(false);
    insert("a");
    connection.rollback();
    assertThat(leases()).isZero();
  }

  @Test
  void connection_equalsItselfOnly() {
    assertThat(Set.of(connection)).contains(connection).doesNotContain(other);
  }

  private void insert(String name) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, name);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private int leases() throws SQLException {
    return count(other, "SELECT COUNT(*) FROM lease", 1);
  }

  private static int count(Connection of, String sql, int column) throws SQLException {
    try (Statement statement = of.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getInt(column);
    }
  }
}
