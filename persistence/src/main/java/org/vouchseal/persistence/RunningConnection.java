package org.vouchseal.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Gives a room's stores the connection of the transaction that is running, which its ending takes
 * back.
 *
 * <p>Calling it outside a transaction of that room is an {@link IllegalStateException}.
 */
@FunctionalInterface
public interface RunningConnection {

  /** The connection, after all that was put off was sent over it. */
  Connection connection();

  /**
   * Has a change sent before anything else that the transaction sends, at the latest when it
   * commits; a room that cannot wait sends it now.
   */
  default void putOff(Change change) {
    try {
      change.send(connection());
    } catch (SQLException fault) {
      throw new DatabaseFault("a statement failed", fault);
    }
  }
}
