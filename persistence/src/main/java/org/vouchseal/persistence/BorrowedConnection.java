package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on a connection of its own, which is bound to the thread meanwhile (ADR 27). */
abstract class BorrowedConnection extends RetryingTransactions implements RunningConnection {

  private static final Logger LOG = LoggerFactory.getLogger(BorrowedConnection.class);

  private final DataSource source;
  private final ThreadLocal<Connection> bound = new ThreadLocal<>();

  BorrowedConnection(DataSource source) {
    this.source = source;
  }

  /** Before the work. */
  abstract void begin(Connection connection) throws SQLException;

  /** After work that returned. */
  abstract void complete(Connection connection) throws SQLException;

  /** Before the connection goes back, whatever became of the work. */
  abstract void end(Connection connection, boolean done) throws SQLException;

  final DataSource source() {
    return source;
  }

  @Override
  public Connection connection() {
    Connection connection = bound.get();
    if (connection == null) {
      throw new IllegalStateException("a store was used outside a transaction");
    }
    return connection;
  }

  @Override
  final <T> T attempt(Supplier<T> work) {
    return OneTransaction.of(() -> onConnection(work));
  }

  private <T> T onConnection(Supplier<T> work) {
    Connection connection = borrowed();
    boolean done = false;
    try {
      begin(connection);
      // past the pool, which puts an object of its own around each statement, result and call
      bound.set(connection.unwrap(Connection.class));
      T result = work.get();
      complete(connection);
      done = true;
      return result;
    } catch (SQLException fault) {
      throw new DatabaseFault("the transaction failed", fault);
    } finally {
      bound.remove();
      giveBack(connection, done);
    }
  }

  private Connection borrowed() {
    try {
      return source.getConnection();
    } catch (SQLException fault) {
      throw new DatabaseFault("no connection", fault);
    }
  }

  /** Also after an error of the work, whose locks would stay; nothing here hides why it failed. */
  private void giveBack(Connection connection, boolean done) {
    // the connection as a resource: whatever becomes of its transaction, it goes back
    try (connection) {
      end(connection, done);
    } catch (SQLException | RuntimeException second) {
      LOG.warn("a transaction could not be ended in order: {}", second.getMessage());
    }
  }
}
