package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import java.sql.Connection;

/**
 * Gives a room's stores the entity manager of the transaction that is running.
 *
 * <p>Calling it outside a transaction of that room is an {@link IllegalStateException}.
 */
@FunctionalInterface
public interface Entities {
  EntityManager current();

  /** The connection of the same transaction, which its ending takes back. */
  default Connection connection() {
    return current().unwrap(Connection.class);
  }
}
