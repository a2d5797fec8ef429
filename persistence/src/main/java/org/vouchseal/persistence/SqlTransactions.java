package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Transactions of a room without entities (ADR 27). */
public final class SqlTransactions extends BorrowedConnection {

  private final ThreadLocal<List<Change>> putOff = ThreadLocal.withInitial(ArrayList::new);

  /** What some of the changes put off failed by; the transaction lacks the others for good. */
  private final ThreadLocal<@Nullable DatabaseFault> broken = new ThreadLocal<>();

  public SqlTransactions(DataSource source) {
    super(source);
  }

  /** For look-ups in the same schema, by stores of their own. */
  public SqlReads reads() {
    return new SqlReads(source());
  }

  @Override
  public Connection connection() {
    Connection connection = super.connection();
    try {
      send(connection, false);
    } catch (SQLException fault) {
      DatabaseFault thrown = new DatabaseFault("a statement that was put off failed", fault);
      broken.set(thrown);
      throw thrown;
    }
    return connection;
  }

  @Override
  public void putOff(Change change) {
    Connection unusedRunning = super.connection();
    boolean unusedAdded = putOff.get().add(change);
  }

  private void send(Connection connection, boolean commit) throws SQLException {
    List<Change> due = List.copyOf(putOff.get());
    if (!due.isEmpty()) {
      putOff.remove();
      Change.send(connection, due, commit);
    }
  }

  @Override
  void begin(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  void complete(Connection connection) throws SQLException {
    DatabaseFault swallowed = broken.get();
    if (swallowed != null) {
      throw swallowed;
    }
    send(super.connection(), true);
    // one that the driver sends only when a transaction is open still
    connection.commit();
  }

  @Override
  void end(Connection connection, boolean done) throws SQLException {
    putOff.remove();
    broken.remove();
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
