package org.vouchseal.issuing.invariants;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.vouchseal.model.runtime.StoreUnavailable;

/**
 * Checks the whole of issuing's schema, reading only. In one snapshot, so that it may run beside a
 * working server.
 */
public final class CheckInvariants {

  private static final List<Invariant> ALL =
      Stream.of(IssuanceInvariants.ALL, AuditInvariants.ALL, CrlInvariants.ALL, OrderInvariants.ALL)
          .flatMap(List::stream)
          .toList();

  private final DataSource database;

  /**
   * A checker.
   *
   * @param database connects to the schema as a user who may SELECT in it
   */
  public CheckInvariants(DataSource database) {
    this.database = database;
  }

  /** Every invariant with its findings, in a fixed order; keys are {@code id: statement}. */
  public Map<String, List<InvariantFinding>> run() {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      Map<String, List<InvariantFinding>> report = new LinkedHashMap<>();
      for (Invariant invariant : ALL) {
        report.put(invariant.id() + ": " + invariant.statement(), findings(connection, invariant));
      }
      connection.rollback();
      connection.setReadOnly(false);
      return report;
    } catch (SQLException e) {
      throw new StoreUnavailable("the invariants of issuing cannot be checked", e);
    }
  }

  private static List<InvariantFinding> findings(Connection connection, Invariant invariant)
      throws SQLException {
    List<InvariantFinding> findings = new ArrayList<>();
    invariant
        .check()
        .run(
            connection,
            (row, text) -> findings.add(new InvariantFinding(invariant.id(), row, text)));
    return List.copyOf(findings);
  }
}
