package org.vouchseal.validation.jpa;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.limits.RateStore;

/**
 * Counters in table {@code rate_bucket}: one row per bucket with the times of its events, so that
 * the lock of one row guards all of it.
 */
public final class JpaRateStore implements RateStore {

  private final Entities entities;

  public JpaRateStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public List<Instant> lockAndRead(String bucket, Instant now) {
    EntityManager db = entities.current();
    int unusedOneOrTwo =
        db.createNativeQuery(
                "INSERT INTO rate_bucket (bucket, times, touched_at) VALUES (?1, '', ?2)"
                    + " ON DUPLICATE KEY UPDATE touched_at = VALUES(touched_at)")
            .setParameter(1, bucket)
            .setParameter(2, Columns.utc(now))
            .executeUpdate();
    Object times =
        db.createNativeQuery("SELECT times FROM rate_bucket WHERE bucket = ?1 FOR UPDATE")
            .setParameter(1, bucket)
            .getSingleResult();
    List<Instant> read = new ArrayList<>();
    for (String time : ((String) times).split(" ")) {
      if (!time.isEmpty()) {
        read.add(Instant.ofEpochMilli(Long.parseLong(time)));
      }
    }
    return read;
  }

  @Override
  public void keep(String bucket, List<Instant> times) {
    String text =
        times.stream()
            .map(time -> Long.toString(time.toEpochMilli()))
            .collect(Collectors.joining(" "));
    int unusedOne =
        entities
            .current()
            .createNativeQuery("UPDATE rate_bucket SET times = ?1 WHERE bucket = ?2")
            .setParameter(1, text)
            .setParameter(2, bucket)
            .executeUpdate();
  }

  @Override
  public void forgetUntouchedSince(Instant time) {
    int unusedCount =
        entities
            .current()
            .createNativeQuery("DELETE FROM rate_bucket WHERE touched_at < ?1 LIMIT 10000")
            .setParameter(1, Columns.utc(time))
            .executeUpdate();
  }
}
