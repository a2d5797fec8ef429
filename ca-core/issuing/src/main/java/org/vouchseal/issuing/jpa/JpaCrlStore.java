package org.vouchseal.issuing.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.crl.CrlStore;
import org.vouchseal.issuing.crl.FreshEntries;
import org.vouchseal.issuing.crl.PublishedCrl;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.persistence.Entities;

/** Revocation lists in MariaDB, their bytes in parts of 1 MiB. */
public final class JpaCrlStore implements CrlStore {

  private static final int PART_OCTETS = 1 << 20;
  private static final int KEPT_LISTS = 10;

  private final Entities entities;
  private final JpaRevocationStore revocations;

  public JpaCrlStore(Entities entities) {
    this.entities = entities;
    this.revocations = new JpaRevocationStore(entities);
  }

  @Override
  public Optional<PublishedCrl> newest(String list) {
    return entities
        .current()
        .createQuery(
            "SELECT c FROM CrlRow c WHERE c.list = :list ORDER BY c.number DESC", CrlRow.class)
        .setParameter("list", list)
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(JpaCrlStore::published);
  }

  @Override
  public Map<String, PublishedCrl> newestOfAll() {
    List<?> rows =
        entities
            .current()
            .createNativeQuery(
                "SELECT c.* FROM (SELECT issuer, MAX(crl_number) AS newest FROM crl GROUP BY issuer)"
                    + " n JOIN crl c ON c.issuer = n.issuer AND c.crl_number = n.newest",
                CrlRow.class)
            .getResultList();
    return rows.stream()
        .map(row -> published((CrlRow) row))
        .collect(Collectors.toMap(PublishedCrl::list, Function.identity()));
  }

  private static PublishedCrl published(CrlRow row) {
    return new PublishedCrl(row.list, row.number, row.thisUpdate, row.nextUpdate, row.entries);
  }

  @Override
  public int highestShard(String issuer) {
    @Nullable Object highest =
        entities
            .current()
            .createNativeQuery("SELECT MAX(crl_shard) FROM issuance_plan WHERE issuer = ?1")
            .setParameter(1, issuer)
            .getSingleResult();
    return highest == null ? 0 : ((Number) highest).intValue();
  }

  @Override
  public Set<CrlScope> unpublished(String issuer, Instant shardedBefore) {
    EntityManager db = entities.current();
    Set<CrlScope> scopes = new HashSet<>();
    boolean full =
        exists(
                db.createNativeQuery(
                        "SELECT 1 FROM revocation WHERE issuer = ?1 AND first_crl IS NULL"
                            + " AND crl_shard = 0 LIMIT 1")
                    .setParameter(1, issuer))
            || exists(
                db.createNativeQuery(
                        "SELECT 1 FROM revocation WHERE issuer = ?1 AND first_crl IS NULL"
                            + " AND crl_shard > 0 AND revoked_at <= ?2 LIMIT 1")
                    .setParameter(1, issuer)
                    .setParameter(2, Columns.utc(shardedBefore)));
    if (full) {
      scopes.add(CrlScope.full(issuer));
    }
    db.createNativeQuery(
            "SELECT DISTINCT crl_shard FROM revocation WHERE issuer = ?1"
                + " AND first_shard_crl IS NULL AND crl_shard > 0")
        .setParameter(1, issuer)
        .getResultList()
        .forEach(shard -> scopes.add(new CrlScope(issuer, ((Number) shard).intValue())));
    return scopes;
  }

  private static boolean exists(Query query) {
    return !query.getResultList().isEmpty();
  }

  @Override
  public void forEachEntry(CrlScope scope, Instant expiredBefore, Consumer<RevokedEntry> consumer) {
    new RevocationCursor(entities.current(), scope).forEachEntry(expiredBefore, consumer);
  }

  @Override
  public void forEachFresh(CrlScope scope, LongConsumer consumer) {
    new RevocationCursor(entities.current(), scope).forEachFresh(consumer);
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
            .setParameter(1, crl.list())
            .setParameter(2, crl.number())
            .setParameter(3, part)
            .getResultList();
    return found.stream().findFirst().map(bytes -> (byte[]) bytes);
  }

  @Override
  public String insert(PublishedCrl crl, InputStream der, long fence) {
    EntityManager db = entities.current();
    MessageDigest digest = sha256();
    long octets = 0;
    try {
      int part = 0;
      for (byte[] bytes = der.readNBytes(PART_OCTETS);
          bytes.length > 0;
          bytes = der.readNBytes(PART_OCTETS)) {
        insertPart(db, crl, part++, bytes);
        digest.update(bytes);
        octets += bytes.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list " + crl.list(), e);
    }
    CrlRow row = new CrlRow();
    row.list = crl.list();
    row.number = crl.number();
    row.thisUpdate = crl.thisUpdate();
    row.nextUpdate = crl.nextUpdate();
    row.entries = crl.entries();
    row.octets = octets;
    row.digest = HexFormat.of().formatHex(digest.digest());
    row.fence = fence;
    db.persist(row);
    db.flush();
    removeOldParts(db, crl.list());
    return row.digest;
  }

  private static void insertPart(EntityManager db, PublishedCrl crl, int part, byte[] bytes) {
    int unusedInserted =
        db.createNativeQuery(
                "INSERT INTO crl_part (issuer, crl_number, part, bytes) VALUES (?1, ?2, ?3, ?4)")
            .setParameter(1, crl.list())
            .setParameter(2, crl.number())
            .setParameter(3, part)
            .setParameter(4, bytes)
            .executeUpdate();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static void removeOldParts(EntityManager db, String list) {
    List<?> kept =
        db.createNativeQuery(
                "SELECT crl_number FROM crl WHERE issuer = ?1 ORDER BY crl_number DESC")
            .setParameter(1, list)
            .setMaxResults(KEPT_LISTS)
            .getResultList();
    int unusedDeleted =
        db.createNativeQuery("DELETE FROM crl_part WHERE issuer = ?1 AND crl_number < ?2")
            .setParameter(1, list)
            .setParameter(2, kept.get(kept.size() - 1))
            .executeUpdate();
  }

  @Override
  public void markPublished(CrlScope scope, long number, FreshEntries fresh) {
    new RevocationCursor(entities.current(), scope).mark(number, fresh);
  }
}
