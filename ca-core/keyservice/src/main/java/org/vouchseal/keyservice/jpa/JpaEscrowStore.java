package org.vouchseal.keyservice.jpa;

import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.EscrowStore;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.persistence.Entities;

/** Escrow records in MariaDB. */
public final class JpaEscrowStore implements EscrowStore {

  private static final String OF_OWNER =
      "SELECT e FROM EscrowRow e WHERE e.tenant = :tenant AND e.owner = :owner";

  private final Entities entities;

  public JpaEscrowStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public void add(EscrowRecord record) {
    entities.current().persist(EscrowRow.of(record));
    // Now, so that a refusal of the database comes before anything else is done in its name.
    entities.current().flush();
  }

  @Override
  public Optional<EscrowRecord> find(KeyOwner owner, EscrowId id) {
    return ofOwner(owner, " AND e.escrowId = :id")
        .setParameter("id", id.value())
        .getResultStream()
        .findFirst()
        .map(EscrowRow::toRecord);
  }

  @Override
  public Optional<EscrowRecord> findByRequest(
      KeyOwner owner, Reference order, byte[] transactionId, String requestDigest) {
    String request =
        " AND e.reference = :reference AND e.transactionId = :transaction"
            + " AND e.requestDigest = :request";
    return ofOwner(owner, request)
        .setParameter("reference", order.value())
        .setParameter("transaction", transactionId)
        .setParameter("request", requestDigest)
        .getResultStream()
        .findFirst()
        .map(EscrowRow::toRecord);
  }

  @Override
  public boolean holds(SpkiDigest spki) {
    return !entities
        .current()
        .createQuery("SELECT e.escrowId FROM EscrowRow e WHERE e.spkiDigest = :spki", String.class)
        .setParameter("spki", spki.hex())
        .getResultList()
        .isEmpty();
  }

  @Override
  public List<EscrowRecord> ofOwner(KeyOwner owner) {
    return ofOwner(owner, " ORDER BY e.storedAt, e.escrowId")
        .getResultStream()
        .map(EscrowRow::toRecord)
        .toList();
  }

  @Override
  public List<String> namesForChecking(String after, int limit) {
    return entities
        .current()
        .createQuery(
            "SELECT e.escrowId FROM EscrowRow e WHERE e.escrowId > :after ORDER BY e.escrowId",
            String.class)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public Optional<EscrowRecord> findForChecking(String name) {
    return entities
        .current()
        .createQuery("SELECT e FROM EscrowRow e WHERE e.escrowId = :id", EscrowRow.class)
        .setParameter("id", name)
        .getResultStream()
        .findFirst()
        .map(EscrowRow::toRecord);
  }

  private TypedQuery<EscrowRow> ofOwner(KeyOwner owner, String and) {
    return entities
        .current()
        .createQuery(OF_OWNER + and, EscrowRow.class)
        .setParameter("tenant", owner.tenant().value())
        .setParameter("owner", owner.owner().value());
  }
}
