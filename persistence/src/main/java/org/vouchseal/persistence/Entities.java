package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import java.sql.Connection;

/**
 * Gives the stores of a room that has entities the entity manager of the transaction that is
 * running.
 *
 * <p>Calling it outside a transaction of that room is an {@link IllegalStateException}.
 */
public interface Entities extends RunningConnection {
  EntityManager current();

  @Override
  default Connection connection() {
    return current().unwrap(Connection.class);
  }
}
