package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of a room without entities: a connection per transaction, bound to the thread (ADR
 * 27).
 */
public final class SqlTransactions extends RetryingTransactions implements RunningConnection {

  private static final Logger LOG = LoggerFactory.getLogger(SqlTransactions.class);

  private final DataSource source;
  private final ThreadLocal<Running> bound = new ThreadLocal<>();

  /**
   * A transaction that runs.
   *
   * @param direct past the pool, which would put an object of its own around each statement, each
   *     result and each call of theirs
   * @param putOff what is to be sent before anything else
   */
  private record Running(Connection direct, List<Change> putOff) {

    void send(boolean commit) throws SQLException {
      if (!putOff.isEmpty()) {
        List<Change> due = List.copyOf(putOff);
        putOff.clear();
        Change.send(direct, due, commit);
      }
    }
  }

  public SqlTransactions(DataSource source) {
    this.source = source;
  }

  @Override
  public Connection connection() {
    Running running = running();
    try {
      running.send(false);
    } catch (SQLException fault) {
      throw new DatabaseFault("a statement that was put off failed", fault);
    }
    return running.direct();
  }

  @Override
  public void putOff(Change change) {
    boolean unusedAdded = running().putOff().add(change);
  }

  private Running running() {
    Running running = bound.get();
    if (running == null) {
      throw new IllegalStateException("a store was used outside a transaction");
    }
    return running;
  }

  @Override
  <T> T attempt(Supplier<T> work) {
    return OneTransaction.of(() -> onConnection(work));
  }

  private <T> T onConnection(Supplier<T> work) {
    Connection connection = borrowed();
    boolean done = false;
    try {
      connection.setAutoCommit(false);
      Running running = new Running(connection.unwrap(Connection.class), new ArrayList<>());
      bound.set(running);
      T result = work.get();
      running.send(true);
      connection.commit();
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
  private static void giveBack(Connection connection, boolean done) {
    // the connection as a resource: whatever becomes of its transaction, it goes back
    try (connection) {
      end(connection, done);
    } catch (SQLException | RuntimeException second) {
      LOG.warn("a transaction could not be ended in order: {}", second.getMessage());
    }
  }

  private static void end(Connection connection, boolean done) throws SQLException {
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
