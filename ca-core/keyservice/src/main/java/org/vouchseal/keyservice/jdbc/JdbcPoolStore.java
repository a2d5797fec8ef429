package org.vouchseal.keyservice.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.keyservice.pool.PoolStore;
import org.vouchseal.keyservice.pool.PooledKey;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** The key pool in {@code pool_key}. */
public final class JdbcPoolStore implements PoolStore {

  private record Free(long id, PooledKey key) {
    static Free read(ResultSet row) throws SQLException {
      return new Free(
          row.getLong(1),
          new PooledKey(
              row.getString(2),
              row.getBytes(3),
              new SealedKey(row.getBytes(4), new Wrapped(row.getInt(5), row.getBytes(6)))));
    }
  }

  private final SqlStatements statements;

  public JdbcPoolStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public void add(PooledKey key) {
    int unusedOne =
        statements.update(
            "INSERT INTO pool_key (key_id, spki, sealed_key, seal_version, wrapped_data_key)"
                + " VALUES (?, ?, ?, ?, ?)",
            key.id(),
            key.subjectPublicKeyInfo(),
            key.sealed().blob(),
            key.sealed().dataKey().keyVersion(),
            key.sealed().dataKey().box());
  }

  @Override
  public Optional<PooledKey> draw() {
    // MariaDB's DELETE cannot skip locked rows, so the row is chosen by a SELECT that can.
    Optional<Free> free =
        statements.first(
            "SELECT id, key_id, spki, sealed_key, seal_version, wrapped_data_key"
                + " FROM pool_key ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
            Free::read);
    free.ifPresent(this::remove);
    return free.map(Free::key);
  }

  private void remove(Free locked) {
    if (statements.update("DELETE FROM pool_key WHERE id = ?", locked.id()) != 1) {
      throw new IllegalStateException("a locked key of the pool was removed by somebody else");
    }
  }

  @Override
  public int level() {
    return statements.first("SELECT COUNT(*) FROM pool_key", row -> row.getInt(1)).orElseThrow();
  }
}
