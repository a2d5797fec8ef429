package org.vouchseal.issuing.invariants;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BiConsumer;

/**
 * Something that must always hold in issuing's schema.
 *
 * @param id its name
 * @param statement what must hold, one line
 * @param check gives row and fault of each place where it does not
 */
record Invariant(String id, String statement, Check check) {

  /** Looks for violations. */
  @FunctionalInterface
  interface Check {
    void run(Connection connection, BiConsumer<String, String> fault) throws SQLException;
  }
}
