package org.vouchseal.keyservice.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.keyservice.secret.SealedSecret;
import org.vouchseal.keyservice.secret.SecretStore;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Sealed secrets in {@code order_secret}. */
public final class JdbcSecretStore implements SecretStore {

  private static final String FIND =
      "SELECT reference, tenant, jti, secret_digest, ordered_at, expires_at, sealed, seal_version"
          + " FROM order_secret WHERE reference = ?";

  private static final String WIPE =
      "UPDATE order_secret SET sealed = NULL, seal_version = NULL WHERE sealed IS NOT NULL AND ";

  private final SqlStatements statements;

  public JdbcSecretStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<SealedSecret> find(Reference reference) {
    return statements.first(FIND, JdbcSecretStore::read, reference.value());
  }

  @Override
  public Optional<SealedSecret> findForChange(Reference reference) {
    return statements.first(FIND + " FOR UPDATE", JdbcSecretStore::read, reference.value());
  }

  @Override
  public void add(SealedSecret secret) {
    int unusedOne =
        statements.update(
            "INSERT INTO order_secret (reference, tenant, jti, secret_digest, ordered_at,"
                + " expires_at, sealed, seal_version) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            secret.reference().value(),
            secret.tenant().value(),
            secret.jti(),
            secret.secretDigest(),
            secret.orderedAt(),
            secret.expiresAt(),
            secret.sealed().map(Wrapped::box).orElse(null),
            secret.sealed().map(Wrapped::keyVersion).orElse(null));
  }

  @Override
  public void replace(SealedSecret secret) {
    int replaced =
        statements.update(
            "UPDATE order_secret SET jti = ?, secret_digest = ?, ordered_at = ?, expires_at = ?,"
                + " sealed = ?, seal_version = ? WHERE reference = ?",
            secret.jti(),
            secret.secretDigest(),
            secret.orderedAt(),
            secret.expiresAt(),
            secret.sealed().map(Wrapped::box).orElse(null),
            secret.sealed().map(Wrapped::keyVersion).orElse(null),
            secret.reference().value());
    if (replaced != 1) {
      throw new IllegalStateException("a secret that was locked is gone");
    }
  }

  @Override
  public boolean erase(Reference reference) {
    return statements.update(WIPE + "reference = ?", reference.value()) > 0;
  }

  @Override
  public int eraseExpired(Instant now) {
    return statements.update(WIPE + "expires_at <= ?", now);
  }

  private static SealedSecret read(ResultSet row) throws SQLException {
    byte[] sealed = row.getBytes(7);
    return new SealedSecret(
        new Reference(row.getString(1)),
        new TenantId(row.getString(2)),
        row.getString(3),
        row.getString(4),
        SqlStatements.instant(row, 5),
        SqlStatements.instant(row, 6),
        sealed == null ? Optional.empty() : Optional.of(new Wrapped(row.getInt(8), sealed)));
  }
}
