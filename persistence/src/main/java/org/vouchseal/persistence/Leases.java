package org.vouchseal.persistence;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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
  private final Entities entities;
  private final Clock clock;
  private final String holder;
  private final String node;

  /**
   * Leases in one room, taken in the name of one node.
   *
   * @param holder {@code NODE/BOOT}; another boot of the same node is another holder, whose leases
   *     this one takes over at once
   */
  public Leases(Transactions transactions, Entities entities, Clock clock, String holder) {
    this.transactions = transactions;
    this.entities = entities;
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
    Object found =
        entities
            .current()
            .createNativeQuery("SELECT fence FROM lease WHERE name = ?1 FOR UPDATE")
            .setParameter(1, name)
            .getSingleResult();
    return ((Number) found).longValue() == fence;
  }

  private OptionalLong takeInTransaction(String name, Duration length) {
    EntityManager db = entities.current();
    Instant now = clock.instant();
    // the update comes first: a lock for reading, as an insert would take, cannot become one for
    // writing while another node holds it too
    int taken =
        db.createNativeQuery(
                "UPDATE lease SET fence = IF(holder = ?1, fence, fence + 1), holder = ?1,"
                    + " held_until = ?2 WHERE name = ?3 AND (holder = ?1 OR held_until <= ?4"
                    + " OR LEFT(holder, CHAR_LENGTH(?5)) = ?5)")
            .setParameter(1, holder)
            .setParameter(2, utc(now.plus(length)))
            .setParameter(3, name)
            .setParameter(4, utc(now))
            .setParameter(5, node)
            .executeUpdate();
    if (taken == 1) {
      return OptionalLong.of(fence(db, name));
    }
    return exists(db, name) ? OptionalLong.empty() : insert(db, name, now.plus(length));
  }

  private OptionalLong insert(EntityManager db, String name, Instant until) {
    int inserted =
        db.createNativeQuery(
                "INSERT IGNORE INTO lease (name, holder, fence, held_until)"
                    + " VALUES (?1, ?2, 1, ?3)")
            .setParameter(1, name)
            .setParameter(2, holder)
            .setParameter(3, utc(until))
            .executeUpdate();
    return inserted == 1 ? OptionalLong.of(1) : OptionalLong.empty();
  }

  private static boolean exists(EntityManager db, String name) {
    return !db.createNativeQuery("SELECT fence FROM lease WHERE name = ?1")
        .setParameter(1, name)
        .getResultList()
        .isEmpty();
  }

  private static long fence(EntityManager db, String name) {
    Object fence =
        db.createNativeQuery("SELECT fence FROM lease WHERE name = ?1")
            .setParameter(1, name)
            .getSingleResult();
    return ((Number) fence).longValue();
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
