package org.vouchseal.persistence;

import java.sql.SQLException;
import java.util.function.Predicate;
import org.vouchseal.model.runtime.DuplicateKey;
import org.vouchseal.model.runtime.StoreUnavailable;

/** Tells apart what a database fault means for the caller, by MariaDB's error numbers. */
final class Faults {

  private static final int DUPLICATE_ENTRY = 1062;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;

  /**
   * A locking read meets what was committed after the snapshot began, where the server minds it.
   */
  private static final int ROW_CHANGED = 1020;

  private static final int CONNECTION_KILLED = 1927;
  private static final int DEEPEST = 20;

  private Faults() {}

  /** Whether the server undid the transaction and asks for it to be tried again. */
  static boolean isTransient(Throwable fault) {
    return anySql(fault, Faults::isTransientSql);
  }

  /** Whether a row with the same unique key is in the way. */
  static boolean isDuplicate(Throwable fault) {
    return anySql(fault, e -> e.getErrorCode() == DUPLICATE_ENTRY);
  }

  static RuntimeException translated(RuntimeException fault) {
    if (isDuplicate(fault)) {
      return new DuplicateKey("a row with this key exists", fault);
    }
    return anySql(fault, e -> isConnectionLost(e) || isTransientSql(e))
        ? new StoreUnavailable("the database did not answer", fault)
        : fault;
  }

  private static boolean isTransientSql(SQLException fault) {
    return fault.getErrorCode() == DEADLOCK
        || fault.getErrorCode() == LOCK_WAIT_TIMEOUT
        || fault.getErrorCode() == ROW_CHANGED;
  }

  private static boolean isConnectionLost(SQLException fault) {
    return fault.getErrorCode() == CONNECTION_KILLED
        || (fault.getSQLState() != null && fault.getSQLState().startsWith("08"));
  }

  /** A fault that JPA or JTA wrapped in a checked exception, as one to throw. */
  static RuntimeException unchecked(Exception fault) {
    return fault instanceof RuntimeException runtime
        ? runtime
        : new DatabaseFault("the transaction failed", fault);
  }

  /** A server's pool puts an SQLException of its own, without state, around the driver's. */
  private static boolean anySql(Throwable fault, Predicate<SQLException> test) {
    Throwable at = fault;
    for (int depth = 0; at != null && depth < DEEPEST; depth++) {
      if (at instanceof SQLException sql && test.test(sql)) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
