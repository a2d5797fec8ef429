package org.vouchseal.validation.jpa;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.enrolment.RepetitionStore;

/** Idempotent requests in table {@code idempotent_opening}. */
public final class JpaRepetitionStore implements RepetitionStore {

  private final Entities entities;

  public JpaRepetitionStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<Done> find(String keyDigest, Instant now) {
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT body_digest, salt, enrolment, expires_at, used_until FROM"
                    + " idempotent_opening WHERE key_digest = ?1 AND used_until > ?2")
            .setParameter(1, keyDigest)
            .setParameter(2, Columns.utc(now))
            .getResultList();
    return found.stream().findFirst().map(row -> read((Object[]) row));
  }

  @Override
  public void insert(String keyDigest, Done done, Instant now) {
    int unusedOld =
        entities
            .current()
            .createNativeQuery(
                "DELETE FROM idempotent_opening WHERE key_digest = ?1 AND used_until <= ?2")
            .setParameter(1, keyDigest)
            .setParameter(2, Columns.utc(now))
            .executeUpdate();
    int unusedOne =
        entities
            .current()
            .createNativeQuery(
                "INSERT INTO idempotent_opening (key_digest, body_digest, salt, enrolment,"
                    + " expires_at, used_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .setParameter(1, keyDigest)
            .setParameter(2, done.bodyDigest())
            .setParameter(3, done.salt())
            .setParameter(4, done.enrolment().value())
            .setParameter(5, Columns.utc(done.expiresAt()))
            .setParameter(6, Columns.utc(done.usedUntil()))
            .executeUpdate();
  }

  @Override
  public void forgetUsedBefore(Instant now) {
    int unusedCount =
        entities
            .current()
            .createNativeQuery("DELETE FROM idempotent_opening WHERE used_until <= ?1 LIMIT 10000")
            .setParameter(1, Columns.utc(now))
            .executeUpdate();
  }

  private static Done read(Object[] row) {
    return new Done(
        (String) row[0],
        (byte[]) row[1],
        new Reference((String) row[2]),
        Columns.instant(row[3]),
        Columns.instant(row[4]));
  }
}
