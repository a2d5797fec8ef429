package org.vouchseal.issuing.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.vouchseal.issuing.crl.CrlStore;
import org.vouchseal.issuing.crl.FreshEntries;
import org.vouchseal.issuing.crl.PublishedCrl;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.RevokedEntry;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Revocation lists in MariaDB, their bytes in parts of 1 MiB. */
public final class JdbcCrlStore implements CrlStore {

  private static final int PART_OCTETS = 1 << 20;
  private static final int KEPT_LISTS = 10;
  private static final String SELECT =
      "SELECT c.issuer, c.crl_number, c.this_update, c.next_update, c.entries FROM crl c ";

  private final SqlStatements statements;
  private final JdbcRevocationStore revocations;

  public JdbcCrlStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
    this.revocations = new JdbcRevocationStore(running);
  }

  @Override
  public Optional<PublishedCrl> newest(String list) {
    return statements.first(
        SELECT + "WHERE c.issuer = ? ORDER BY c.crl_number DESC LIMIT 1",
        JdbcCrlStore::published,
        list);
  }

  @Override
  public Map<String, PublishedCrl> newestOfAll() {
    return statements
        .all(
            SELECT
                + "JOIN (SELECT issuer, MAX(crl_number) AS newest FROM crl GROUP BY issuer) n"
                + " ON c.issuer = n.issuer AND c.crl_number = n.newest",
            JdbcCrlStore::published)
        .stream()
        .collect(Collectors.toMap(PublishedCrl::list, Function.identity()));
  }

  private static PublishedCrl published(ResultSet row) throws SQLException {
    return new PublishedCrl(
        row.getString(1),
        row.getLong(2),
        SqlStatements.instant(row, 3),
        SqlStatements.instant(row, 4),
        row.getLong(5));
  }

  @Override
  public int highestShard(String issuer) {
    return statements
        .first(
            "SELECT COALESCE(MAX(crl_shard), 0) FROM issuance_plan WHERE issuer = ?",
            row -> row.getInt(1),
            issuer)
        .orElse(0);
  }

  @Override
  public Set<CrlScope> unpublished(String issuer, Instant shardedBefore) {
    Set<CrlScope> scopes = new HashSet<>();
    boolean full =
        statements.any(
                "SELECT 1 FROM revocation WHERE issuer = ? AND first_crl IS NULL"
                    + " AND crl_shard = 0 LIMIT 1",
                issuer)
            || statements.any(
                "SELECT 1 FROM revocation WHERE issuer = ? AND first_crl IS NULL"
                    + " AND crl_shard > 0 AND revoked_at <= ? LIMIT 1",
                issuer,
                shardedBefore);
    if (full) {
      scopes.add(CrlScope.full(issuer));
    }
    scopes.addAll(
        statements.all(
            "SELECT DISTINCT crl_shard FROM revocation WHERE issuer = ?"
                + " AND first_shard_crl IS NULL AND crl_shard > 0",
            row -> new CrlScope(issuer, row.getInt(1)),
            issuer));
    return scopes;
  }

  @Override
  public void forEachEntry(CrlScope scope, Instant expiredBefore, Consumer<RevokedEntry> consumer) {
    new RevocationCursor(statements, scope).forEachEntry(expiredBefore, consumer);
  }

  @Override
  public void forEachFresh(CrlScope scope, LongConsumer consumer) {
    new RevocationCursor(statements, scope).forEachFresh(consumer);
  }

  @Override
  public Optional<Instant> notAfterOf(String issuer, SerialNumber serial) {
    return revocations.notAfterOf(issuer, serial);
  }

  @Override
  public InputStream open(PublishedCrl crl) {
    return new SequenceInputStream(
        new Enumeration<InputStream>() {
          private int part = 0;
          private Optional<byte[]> next = part(crl, 0);

          @Override
          public boolean hasMoreElements() {
            return next.isPresent();
          }

          @Override
          public InputStream nextElement() {
            byte[] bytes = next.orElseThrow(NoSuchElementException::new);
            part++;
            next = part(crl, part);
            return new ByteArrayInputStream(bytes);
          }
        });
  }

  private Optional<byte[]> part(PublishedCrl crl, int part) {
    return statements.first(
        "SELECT bytes FROM crl_part WHERE issuer = ? AND crl_number = ? AND part = ?",
        row -> row.getBytes(1),
        crl.list(),
        crl.number(),
        part);
  }

  @Override
  public String insert(PublishedCrl crl, InputStream der, long fence) {
    MessageDigest sha256 = sha256();
    long octets = 0;
    try {
      int part = 0;
      for (byte[] bytes = der.readNBytes(PART_OCTETS);
          bytes.length > 0;
          bytes = der.readNBytes(PART_OCTETS)) {
        insertPart(crl, part++, bytes);
        sha256.update(bytes);
        octets += bytes.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the list " + crl.list(), e);
    }
    String digest = HexFormat.of().formatHex(sha256.digest());
    insert(crl, octets, digest, fence);
    removeOldParts(crl.list());
    return digest;
  }

  private void insert(PublishedCrl crl, long octets, String digest, long fence) {
    int unusedOne =
        statements.update(
            "INSERT INTO crl (issuer, crl_number, this_update, next_update, entries, octets,"
                + " digest, fence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            crl.list(),
            crl.number(),
            crl.thisUpdate(),
            crl.nextUpdate(),
            crl.entries(),
            octets,
            digest,
            fence);
  }

  private void insertPart(PublishedCrl crl, int part, byte[] bytes) {
    int unusedOne =
        statements.update(
            "INSERT INTO crl_part (issuer, crl_number, part, bytes) VALUES (?, ?, ?, ?)",
            crl.list(),
            crl.number(),
            part,
            bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private void removeOldParts(String list) {
    List<Long> kept =
        statements.all(
            "SELECT crl_number FROM crl WHERE issuer = ? ORDER BY crl_number DESC LIMIT ?",
            row -> row.getLong(1),
            list,
            KEPT_LISTS);
    int unusedDeleted =
        statements.update(
            "DELETE FROM crl_part WHERE issuer = ? AND crl_number < ?",
            list,
            kept.get(kept.size() - 1));
  }

  @Override
  public void markPublished(CrlScope scope, long number, FreshEntries fresh) {
    new RevocationCursor(statements, scope).mark(number, fresh);
  }
}
