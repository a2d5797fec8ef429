package org.vouchseal.keyservice.jpa;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.vouchseal.keyservice.pool.PoolStore;
import org.vouchseal.keyservice.pool.PooledKey;
import org.vouchseal.persistence.Entities;

/** The key pool in MariaDB. */
public final class JpaPoolStore implements PoolStore {

  private final Entities entities;

  public JpaPoolStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public void add(PooledKey key) {
    entities.current().persist(PoolKeyRow.of(key));
  }

  @Override
  public Optional<PooledKey> draw() {
    EntityManager db = entities.current();
    // MariaDB's DELETE cannot skip locked rows, so the row is chosen by a SELECT that can.
    List<?> free =
        db.createNativeQuery(
                "SELECT id, key_id, spki, sealed_key, seal_version, wrapped_data_key"
                    + " FROM pool_key ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED",
                PoolKeyRow.class)
            .getResultList();
    if (free.isEmpty()) {
      return Optional.empty();
    }
    PoolKeyRow row = (PoolKeyRow) free.get(0);
    int removed =
        db.createNativeQuery("DELETE FROM pool_key WHERE id = ?1")
            .setParameter(1, row.id)
            .executeUpdate();
    if (removed != 1) {
      throw new IllegalStateException("a locked key of the pool was removed by somebody else");
    }
    db.detach(row);
    return Optional.of(row.toRecord());
  }

  @Override
  public int level() {
    Object count =
        entities.current().createNativeQuery("SELECT COUNT(*) FROM pool_key").getSingleResult();
    return ((Number) count).intValue();
  }
}
