package org.vouchseal.issuing.jpa;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.revocation.Revocation;
import org.vouchseal.issuing.revocation.RevocationStore;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.persistence.Entities;

/** Revocations in MariaDB. */
public final class JpaRevocationStore implements RevocationStore {

  private final Entities entities;

  public JpaRevocationStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<Instant> notAfterOf(String issuer, SerialNumber serial) {
    return notAfterIn("issuance_plan", issuer, serial)
        .or(() -> notAfterIn("certificate", issuer, serial));
  }

  private Optional<Instant> notAfterIn(String table, String issuer, SerialNumber serial) {
    // a locking read sees what another transaction committed after our snapshot began
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT not_after FROM "
                    + table
                    + " WHERE issuer = ?1 AND serial = ?2 LOCK IN SHARE MODE")
            .setParameter(1, issuer)
            .setParameter(2, Columns.serial(serial))
            .getResultList();
    return found.stream().findFirst().map(JpaRevocationStore::instant);
  }

  @Override
  public Optional<Revocation> find(String issuer, SerialNumber serial) {
    // a locking read sees what another transaction committed after our snapshot began
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT revoked_at, reason FROM revocation WHERE issuer = ?1 AND serial = ?2"
                    + " LOCK IN SHARE MODE")
            .setParameter(1, issuer)
            .setParameter(2, Columns.serial(serial))
            .getResultList();
    return found.stream()
        .findFirst()
        .map(row -> (Object[]) row)
        .map(row -> new Revocation(instant(row[0]), reason(((Number) row[1]).intValue())));
  }

  @Override
  public boolean insert(
      String issuer, SerialNumber serial, Revocation revocation, Instant notAfter, String actor) {
    int inserted =
        entities
            .current()
            .createNativeQuery(
                "INSERT IGNORE INTO revocation (issuer, serial, revoked_at, reason, not_after,"
                    + " actor, crl_shard) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
            .setParameter(1, issuer)
            .setParameter(2, Columns.serial(serial))
            .setParameter(3, Columns.utc(revocation.at()))
            .setParameter(4, revocation.reason().code())
            .setParameter(5, Columns.utc(notAfter))
            .setParameter(6, actor)
            .setParameter(7, crlShardOf(issuer, serial))
            .executeUpdate();
    return inserted == 1;
  }

  /**
   * What the certificate names, whatever is set today; one without a plan names the list of all.
   */
  private int crlShardOf(String issuer, SerialNumber serial) {
    // a locking read sees what another transaction committed after our snapshot began
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT crl_shard FROM issuance_plan WHERE issuer = ?1 AND serial = ?2"
                    + " LOCK IN SHARE MODE")
            .setParameter(1, issuer)
            .setParameter(2, Columns.serial(serial))
            .getResultList();
    return found.stream().findFirst().map(shard -> ((Number) shard).intValue()).orElse(0);
  }

  static RevocationReason reason(int code) {
    return RevocationReason.ofCode(code)
        .orElseThrow(() -> new IllegalStateException("a revocation with reason " + code));
  }

  /** A DATETIME as the driver gives it in native queries: local time, which is UTC here. */
  static Instant instant(Object column) {
    return column instanceof java.sql.Timestamp stamp
        ? stamp.toLocalDateTime().toInstant(ZoneOffset.UTC)
        : ((LocalDateTime) column).toInstant(ZoneOffset.UTC);
  }
}
