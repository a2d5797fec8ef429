package org.vouchseal.launcher.invariants;

import java.util.List;

/**
 * An invariant and the rows that break it.
 *
 * @param id {@code I1}, {@code I3}, …
 * @param statement what must hold, one line
 * @param rows each row and what is wrong with it; empty when it holds
 */
public record CheckedInvariant(String id, String statement, List<String> rows) {

  public CheckedInvariant {
    rows = List.copyOf(rows);
  }

  /** Whether no row breaks it. */
  public boolean holds() {
    return rows.isEmpty();
  }
}
