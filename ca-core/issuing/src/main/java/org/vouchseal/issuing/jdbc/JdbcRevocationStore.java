package org.vouchseal.issuing.jdbc;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.revocation.Revocation;
import org.vouchseal.issuing.revocation.RevocationStore;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;
import org.vouchseal.persistence.SqlStatements.RowReader;

/** Revocations in MariaDB. */
public final class JdbcRevocationStore implements RevocationStore {

  private final SqlStatements statements;

  public JdbcRevocationStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<Instant> notAfterOf(String issuer, SerialNumber serial) {
    return notAfterIn("issuance_plan", issuer, serial)
        .or(() -> notAfterIn("certificate", issuer, serial));
  }

  private Optional<Instant> notAfterIn(String table, String issuer, SerialNumber serial) {
    return newest("not_after FROM " + table, row -> SqlStatements.instant(row, 1), issuer, serial);
  }

  @Override
  public Optional<Revocation> find(String issuer, SerialNumber serial) {
    return newest(
        "revoked_at, reason FROM revocation",
        row -> new Revocation(SqlStatements.instant(row, 1), Columns.reason(row.getInt(2))),
        issuer,
        serial);
  }

  @Override
  public boolean insert(
      String issuer, SerialNumber serial, Revocation revocation, Instant notAfter, String actor) {
    int inserted =
        statements.update(
            "INSERT IGNORE INTO revocation (issuer, serial, revoked_at, reason, not_after, actor,"
                + " crl_shard) VALUES (?, ?, ?, ?, ?, ?, ?)",
            issuer,
            Columns.serial(serial),
            revocation.at(),
            revocation.reason().code(),
            notAfter,
            actor,
            crlShardOf(issuer, serial));
    return inserted == 1;
  }

  /**
   * What the certificate names, whatever is set today; one without a plan names the list of all.
   */
  private int crlShardOf(String issuer, SerialNumber serial) {
    return newest("crl_shard FROM issuance_plan", row -> row.getInt(1), issuer, serial).orElse(0);
  }

  /** A locking read sees what another transaction committed after our snapshot began. */
  private <T> Optional<T> newest(
      String what, RowReader<T> reader, String issuer, SerialNumber serial) {
    return statements.first(
        "SELECT " + what + " WHERE issuer = ? AND serial = ? LOCK IN SHARE MODE",
        reader,
        issuer,
        Columns.serial(serial));
  }
}
