package org.vouchseal.persistence;

import java.sql.Connection;

/**
 * Gives a room's stores the connection of the transaction that is running, which its ending takes
 * back.
 *
 * <p>Calling it outside a transaction of that room is an {@link IllegalStateException}.
 */
@FunctionalInterface
public interface RunningConnection {
  Connection connection();
}
