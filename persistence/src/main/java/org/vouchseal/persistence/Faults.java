package org.vouchseal.persistence;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.Optional;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.StoreUnavailable;

/** Tells apart what a database fault means for the caller, by MariaDB's error numbers. */
final class Faults {

  private static final int DUPLICATE_ENTRY = 1062;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;
  private static final int CONNECTION_KILLED = 1927;

  private Faults() {}

  /** Whether the server undid the transaction and asks for it to be tried again. */
  static boolean isTransient(Throwable fault) {
    return sql(fault)
        .map(e -> e.getErrorCode() == DEADLOCK || e.getErrorCode() == LOCK_WAIT_TIMEOUT)
        .orElse(false);
  }

  static RuntimeException translated(RuntimeException fault) {
    Optional<SQLException> sql = sql(fault);
    if (sql.isPresent() && sql.get().getErrorCode() == DUPLICATE_ENTRY) {
      return new DuplicateKey("a row with this key exists", fault);
    }
    if (sql.map(Faults::isConnectionLost).orElse(false)
        || (sql.isPresent() && isTransient(fault))) {
      return new StoreUnavailable("the database did not answer", fault);
    }
    return fault;
  }

  private static boolean isConnectionLost(SQLException fault) {
    return fault.getErrorCode() == CONNECTION_KILLED
        || (fault.getSQLState() != null && fault.getSQLState().startsWith("08"));
  }

  /** A fault that JPA or JTA wrapped in a checked exception, as one to throw. */
  static RuntimeException unchecked(Exception fault) {
    return fault instanceof RuntimeException runtime
        ? runtime
        : new PersistenceException("the transaction failed", fault);
  }

  private static Optional<SQLException> sql(Throwable fault) {
    Throwable at = fault;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof SQLException sql) {
        return Optional.of(sql);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }
}
