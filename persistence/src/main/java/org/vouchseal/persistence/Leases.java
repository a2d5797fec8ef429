package org.vouchseal.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.vouchseal.model.runtime.Transactions;

/**
 * Lets at most one node at a time do a named job, by rows of the room's {@code lease} table.
 *
 * <p>A lease ends by itself, so a node that stops loses it. A node that starts again does not wait
 * for that: it takes over what its earlier boot held. Each take-over raises the fencing number;
 * work that writes checks that its number is still the newest.
 */
public final class Leases {

  private final Transactions transactions;
  private final SqlStatements statements;
  private final Clock clock;
  private final String holder;
  private final String node;

  /**
   * Leases in one room, taken in the name of one node.
   *
   * @param holder {@code NODE/BOOT}; another boot of the same node is another holder, whose leases
   *     this one takes over at once
   */
  public Leases(Transactions transactions, RunningConnection running, Clock clock, String holder) {
    this.transactions = transactions;
    this.statements = new SqlStatements(running);
    this.clock = clock;
    this.holder = holder;
    int slash = holder.lastIndexOf('/');
    this.node = slash < 0 ? holder + "/" : holder.substring(0, slash + 1);
  }

  /**
   * Takes or renews the lease called {@code name} until {@code length} from now.
   *
   * @return the fencing number when this node holds the lease, empty when another does
   */
  public OptionalLong take(String name, Duration length) {
    return transactions.run(() -> takeInTransaction(name, length));
  }

  /**
   * Whether the number is still the newest of that lease; to be asked inside the writing
   * transaction.
   */
  public boolean isCurrent(String name, long fence) {
    return statements
        .first("SELECT fence FROM lease WHERE name = ? FOR UPDATE", row -> row.getLong(1), name)
        .filter(newest -> newest == fence)
        .isPresent();
  }

  private OptionalLong takeInTransaction(String name, Duration length) {
    Instant now = clock.instant();
    // the update comes first: a lock for reading, as an insert would take, cannot become one for
    // writing while another node holds it too
    int taken =
        statements.update(
            "UPDATE lease SET fence = IF(holder = ?, fence, fence + 1), holder = ?, held_until = ?"
                + " WHERE name = ? AND (holder = ? OR held_until <= ?"
                + " OR LEFT(holder, CHAR_LENGTH(?)) = ?)",
            holder,
            holder,
            now.plus(length),
            name,
            holder,
            now,
            node,
            node);
    Optional<Long> fence =
        statements.first("SELECT fence FROM lease WHERE name = ?", row -> row.getLong(1), name);
    if (fence.isEmpty()) {
      return insert(name, now.plus(length));
    }
    return taken == 1 ? OptionalLong.of(fence.get()) : OptionalLong.empty();
  }

  private OptionalLong insert(String name, Instant until) {
    int inserted =
        statements.update(
            "INSERT IGNORE INTO lease (name, holder, fence, held_until) VALUES (?, ?, 1, ?)",
            name,
            holder,
            until);
    return inserted == 1 ? OptionalLong.of(1) : OptionalLong.empty();
  }
}
