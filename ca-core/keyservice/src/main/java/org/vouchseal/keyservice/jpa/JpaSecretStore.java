package org.vouchseal.keyservice.jpa;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vouchseal.keyservice.secret.SealedSecret;
import org.vouchseal.keyservice.secret.SecretStore;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;

/** Sealed secrets in MariaDB. */
public final class JpaSecretStore implements SecretStore {

  private static final String WIPE =
      "UPDATE OrderSecretRow s SET s.sealed = NULL, s.sealVersion = NULL"
          + " WHERE s.sealed IS NOT NULL AND ";

  private final Entities entities;

  public JpaSecretStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<SealedSecret> find(Reference reference) {
    return row(reference, LockModeType.NONE).map(OrderSecretRow::toRecord);
  }

  @Override
  public Optional<SealedSecret> findForChange(Reference reference) {
    return row(reference, LockModeType.PESSIMISTIC_WRITE).map(OrderSecretRow::toRecord);
  }

  @Override
  public void add(SealedSecret secret) {
    entities.current().persist(OrderSecretRow.of(secret));
    entities.current().flush();
  }

  @Override
  public void replace(SealedSecret secret) {
    row(secret.reference(), LockModeType.PESSIMISTIC_WRITE)
        .orElseThrow(() -> new IllegalStateException("a secret that was locked is gone"))
        .take(secret);
  }

  @Override
  public boolean erase(Reference reference) {
    return entities
            .current()
            .createQuery(WIPE + "s.reference = :reference")
            .setParameter("reference", reference.value())
            .executeUpdate()
        > 0;
  }

  @Override
  public int eraseExpired(Instant now) {
    return entities
        .current()
        .createQuery(WIPE + "s.expiresAt <= :now")
        .setParameter("now", now)
        .executeUpdate();
  }

  private Optional<OrderSecretRow> row(Reference reference, LockModeType lock) {
    @Nullable OrderSecretRow row =
        entities.current().find(OrderSecretRow.class, reference.value(), lock);
    return Optional.ofNullable(row);
  }
}
