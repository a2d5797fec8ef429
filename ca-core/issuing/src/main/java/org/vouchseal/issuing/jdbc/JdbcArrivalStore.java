package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.vouchseal.issuing.cmp.ArrivalStore;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Transaction, failed MACs and order of a message, by one statement. */
public final class JdbcArrivalStore implements ArrivalStore {

  /** Always one row, so that the absence of anything does not show in the time. */
  private static final String LOOK =
      "SELECT p.failures, n.failures, "
          + TransactionColumns.of("t")
          + ", "
          + OrderColumns.of("o")
          + " FROM (SELECT 1) x"
          + " LEFT JOIN cmp_transaction t ON t.transaction_id = ?"
          + " LEFT JOIN cmp_mac_failure p ON p.what = ? AND p.minute = ?"
          + " LEFT JOIN cmp_mac_failure n ON n.what = ? AND n.minute = ?"
          + " LEFT JOIN registrar_order o ON o.reference = ?";

  private static final int COUNTS = 2;
  private static final int BEFORE_ORDER = COUNTS + TransactionColumns.NAMES.size();

  /** What no row has: neither is ever empty. */
  private static final byte[] NO_TRANSACTION = new byte[0];

  private static final String NOTHING = "";

  private final SqlStatements statements;

  public JdbcArrivalStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Arrival look(Optional<byte[]> transactionId, Optional<Claim> claim) {
    String pair = claim.map(Claim::ofPair).orElse(NOTHING);
    String network = claim.map(Claim::ofNetwork).orElse(NOTHING);
    long minute = claim.map(Claim::minute).orElse(0L);
    return statements
        .first(
            LOOK,
            JdbcArrivalStore::arrival,
            transactionId.orElse(NO_TRANSACTION),
            pair,
            minute,
            network,
            minute,
            claim.map(made -> made.reference().value()).orElse(NOTHING))
        .orElseThrow(() -> new IllegalStateException("a row that is always there is not"));
  }

  private static Arrival arrival(ResultSet row) throws SQLException {
    return new Arrival(transaction(row), order(row), row.getInt(1), row.getInt(2));
  }

  private static Optional<CmpTransaction> transaction(ResultSet row) throws SQLException {
    return row.getObject(COUNTS + 1) == null
        ? Optional.empty()
        : Optional.of(TransactionColumns.read(row, COUNTS));
  }

  private static Optional<Order> order(ResultSet row) throws SQLException {
    return row.getObject(BEFORE_ORDER + 1) == null
        ? Optional.empty()
        : Optional.of(OrderColumns.read(row, BEFORE_ORDER));
  }
}
