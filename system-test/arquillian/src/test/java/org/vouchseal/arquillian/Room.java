package org.vouchseal.arquillian;

import jakarta.persistence.EntityManager;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.vouchseal.model.runtime.Transactions;
import org.vouchseal.persistence.JtaTransactions;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;
import org.vouchseal.persistence.SqlTransactions;

/** One room's database as the container gives it to the room. */
final class Room {

  private final DataSource dataSource;
  private final Transactions transactions;
  private final RunningConnection running;

  private <T extends Transactions & RunningConnection> Room(DataSource dataSource, T transactions) {
    this.dataSource = dataSource;
    this.transactions = transactions;
    this.running = transactions;
  }

  /** One whose transactions are the server's. */
  static Room of(DataSource dataSource, EntityManager entityManager, UserTransaction transaction) {
    return new Room(dataSource, new JtaTransactions(transaction, entityManager));
  }

  /** One without entities, whose transactions are its own, as in the CA's WAR. */
  static Room of(DataSource dataSource) {
    return new Room(dataSource, new SqlTransactions(dataSource));
  }

  Transactions transactions() {
    return transactions;
  }

  RunningConnection running() {
    return running;
  }

  /** Takes a lease; within a transaction. */
  void write(String lease) {
    int rows =
        new SqlStatements(running)
            .update(
                "INSERT INTO lease (name, holder, fence, held_until)"
                    + " VALUES (?, 'test', 1, '2000-01-01')",
                lease);
    if (rows != 1) {
      throw new IllegalStateException("wrote " + rows + " rows");
    }
  }

  /** Whether the lease is there, by a connection of its own. */
  boolean holds(String lease) {
    return query("SELECT COUNT(*) FROM lease WHERE name = '" + lease + "'").equals("1");
  }

  /** The account that the data source connects as. */
  String account() {
    return query("SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)");
  }

  private String query(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the data source does not answer", e);
    }
  }
}
