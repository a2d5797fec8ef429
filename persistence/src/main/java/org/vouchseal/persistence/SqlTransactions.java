package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Transactions of a room without entities (ADR 27). */
public final class SqlTransactions extends BorrowedConnection {

  public SqlTransactions(DataSource source) {
    super(source);
  }

  /** For look-ups in the same schema, by stores of their own. */
  public SqlReads reads() {
    return new SqlReads(source());
  }

  @Override
  void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  void complete(Connection connection) throws SQLException {
    connection.commit();
  }

  @Override
  void end(Connection connection, boolean done) throws SQLException {
    if (!done) {
      try {
        connection.rollback();
      } catch (SQLException | RuntimeException unknownState) {
        // switching autocommit on would commit what is left of the work
        connection.abort(Runnable::run);
        throw unknownState;
      }
    }
    connection.setAutoCommit(true);
  }
}
