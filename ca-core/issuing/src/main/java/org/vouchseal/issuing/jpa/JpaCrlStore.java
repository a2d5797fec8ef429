package org.vouchseal.issuing.jpa;

import jakarta.persistence.EntityManager;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.vouchseal.issuing.crl.CrlStore;
import org.vouchseal.issuing.crl.PublishedCrl;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.persistence.Entities;

/** Revocation lists in MariaDB, their bytes in parts of 1 MiB. */
public final class JpaCrlStore implements CrlStore {

  private static final int PART_OCTETS = 1 << 20;
  private static final int BATCH = 5000;
  private static final int KEPT_LISTS = 10;

  private final Entities entities;
  private final JpaRevocationStore revocations;

  public JpaCrlStore(Entities entities) {
    this.entities = entities;
    this.revocations = new JpaRevocationStore(entities);
  }

  @Override
  public Optional<PublishedCrl> newest(String issuer) {
    return entities
        .current()
        .createQuery(
            "SELECT c FROM CrlRow c WHERE c.issuer = :issuer ORDER BY c.number DESC", CrlRow.class)
        .setParameter("issuer", issuer)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(
            row ->
                new PublishedCrl(
                    row.issuer, row.number, row.thisUpdate, row.nextUpdate, row.entries));
  }

  @Override
  public boolean hasUnpublished(String issuer) {
    return !entities
        .current()
        .createNativeQuery(
            "SELECT 1 FROM revocation WHERE issuer = ?1 AND first_crl IS NULL LIMIT 1")
        .setParameter(1, issuer)
        .getResultList()
        .isEmpty();
  }

  @Override
  public void forEachEntry(String issuer, Instant expiredBefore, Consumer<RevokedEntry> consumer) {
    byte[] after = new byte[0];
    List<?> batch;
    do {
      batch = batch(issuer, expiredBefore, after);
      for (Object found : batch) {
        Object[] row = (Object[]) found;
        after = (byte[]) row[0];
        consumer.accept(
            new RevokedEntry(
                Columns.serial(after),
                JpaRevocationStore.instant(row[1]),
                JpaRevocationStore.reason(((Number) row[2]).intValue()),
                row[3] == null));
      }
    } while (batch.size() == BATCH);
  }

  private List<?> batch(String issuer, Instant expiredBefore, byte[] after) {
    return entities
        .current()
        .createNativeQuery(
            "SELECT serial, revoked_at, reason, first_crl FROM revocation"
                + " WHERE issuer = ?1 AND serial > ?2 AND (not_after >= ?3 OR first_crl IS NULL)"
                + " ORDER BY serial")
        .setParameter(1, issuer)
        .setParameter(2, after)
        .setParameter(3, Columns.utc(expiredBefore))
        .setMaxResults(BATCH)
        .getResultList();
  }

  @Override
  public Optional<Instant> notAfterOf(String issuer, SerialNumber serial) {
    return revocations.notAfterOf(issuer, serial);
  }

  @Override
  public InputStream open(PublishedCrl crl) {
    EntityManager db = entities.current();
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          private int part = 0;
          private Optional<byte[]> next = part(db, crl, 0);

          @Override
          public boolean hasMoreElements() {
            return next.isPresent();
          }

          @Override
          public InputStream nextElement() {
            byte[] bytes = next.orElseThrow(NoSuchElementException::new);
            part++;
            next = part(db, crl, part);
            return new ByteArrayInputStream(bytes);
          }
        });
  }

  private static Optional<byte[]> part(EntityManager db, PublishedCrl crl, int part) {
    List<?> found =
        db.createNativeQuery(
                "SELECT bytes FROM crl_part WHERE issuer = ?1 AND crl_number = ?2 AND part = ?3")
            .setParameter(1, crl.issuer())
            .setParameter(2, crl.number())
            .setParameter(3, part)
            .getResultList();
    return found.stream().findFirst().map(bytes -> (byte[]) bytes);
  }

  @Override
  public void insert(PublishedCrl crl, byte[] der, String digest, long fence) {
    EntityManager db = entities.current();
    CrlRow row = new CrlRow();
    row.issuer = crl.issuer();
    row.number = crl.number();
    row.thisUpdate = crl.thisUpdate();
    row.nextUpdate = crl.nextUpdate();
    row.entries = crl.entries();
    row.octets = der.length;
    row.digest = digest;
    row.fence = fence;
    db.persist(row);
    for (int part = 0; part * (long) PART_OCTETS < der.length; part++) {
      int from = part * PART_OCTETS;
      int unusedInserted =
          db.createNativeQuery(
                  "INSERT INTO crl_part (issuer, crl_number, part, bytes) VALUES (?1, ?2, ?3, ?4)")
              .setParameter(1, crl.issuer())
              .setParameter(2, crl.number())
              .setParameter(3, part)
              .setParameter(
                  4, Arrays.copyOfRange(der, from, Math.min(der.length, from + PART_OCTETS)))
              .executeUpdate();
    }
    db.flush();
    removeOldParts(db, crl.issuer());
  }

  private static void removeOldParts(EntityManager db, String issuer) {
    List<?> kept =
        db.createNativeQuery(
                "SELECT crl_number FROM crl WHERE issuer = ?1 ORDER BY crl_number DESC")
            .setParameter(1, issuer)
            .setMaxResults(KEPT_LISTS)
            .getResultList();
    int unusedDeleted =
        db.createNativeQuery("DELETE FROM crl_part WHERE issuer = ?1 AND crl_number < ?2")
            .setParameter(1, issuer)
            .setParameter(2, kept.get(kept.size() - 1))
            .executeUpdate();
  }

  @Override
  public void markPublished(PublishedCrl crl, List<SerialNumber> serials) {
    for (SerialNumber serial : serials) {
      int unusedChanged =
          entities
              .current()
              .createNativeQuery(
                  "UPDATE revocation SET first_crl = ?1 WHERE issuer = ?2 AND serial = ?3"
                      + " AND first_crl IS NULL")
              .setParameter(1, crl.number())
              .setParameter(2, crl.issuer())
              .setParameter(3, Columns.serial(serial))
              .executeUpdate();
    }
  }
}
