package org.vouchseal.status.jdbc;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;
import org.vouchseal.status.certificate.CertificateStatus;
import org.vouchseal.status.certificate.CertificateStatuses;

/** Reads the view {@code certificate_status} of issuing's schema: one statement for a status. */
public final class JdbcCertificateStatuses implements CertificateStatuses {

  private static final int MAX_SERIAL_BITS = 159;

  private final SqlStatements statements;
  private final String query;

  /** From that schema. */
  public JdbcCertificateStatuses(RunningConnection running, String issuingSchema) {
    this.statements = new SqlStatements(running);
    this.query =
        "SELECT revoked_at, reason FROM "
            + Columns.schema(issuingSchema)
            + ".certificate_status WHERE issuer = ? AND serial = ?";
  }

  @Override
  public CertificateStatus find(String issuer, BigInteger serial) {
    if (serial.signum() <= 0 || serial.bitLength() > MAX_SERIAL_BITS) {
      return new CertificateStatus.Unknown();
    }
    return statements
        .first(query, JdbcCertificateStatuses::status, issuer, Columns.serial(serial))
        .orElseGet(CertificateStatus.Unknown::new);
  }

  private static CertificateStatus status(ResultSet row) throws SQLException {
    Optional<Instant> revokedAt = SqlStatements.optionalInstant(row, 1);
    // the number of no reason is that of "unspecified"
    int code = row.getInt(2);
    return revokedAt.isEmpty()
        ? new CertificateStatus.Good()
        : new CertificateStatus.Revoked(
            revokedAt.get(), RevocationReason.ofCode(code).orElse(RevocationReason.UNSPECIFIED));
  }
}
