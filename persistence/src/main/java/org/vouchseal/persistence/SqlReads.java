package org.vouchseal.persistence;

import java.sql.Connection;
import javax.sql.DataSource;

/**
 * Look-ups: works whose statements only read, and need not see the same moment. Each statement is a
 * transaction by itself, so there is no commit to wait for: a look-up is one round trip.
 *
 * <p>Stores of {@link SqlTransactions} are refused within one. A change made here stands at once,
 * whatever becomes of the work.
 */
public final class SqlReads extends BorrowedConnection {

  SqlReads(DataSource source) {
    super(source);
  }

  /** There is no commit for it to wait for. */
  @Override
  public void putOff(Change change) {
    throw new IllegalStateException("a look-up changes nothing");
  }

  @Override
  void begin(Connection connection) {}

  @Override
  void complete(Connection connection) {}

  @Override
  void end(Connection connection, boolean done) {}
}
