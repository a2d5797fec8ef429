package org.vouchseal.issuing.jpa;

import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.registrar.OwnerStore;
import org.vouchseal.issuing.registrar.OwnerSuccession;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.Entities;
import org.vouchseal.persistence.SqlStatements;

/** Owners in {@code registrar_owner}, successions in {@code owner_succession}. */
public final class JpaOwnerStore implements OwnerStore {

  private final Entities entities;
  private final SqlStatements statements;

  public JpaOwnerStore(Entities entities) {
    this.entities = entities;
    this.statements = new SqlStatements(entities);
  }

  @Override
  public Optional<KnownOwner> find(OwnerId owner) {
    return statements.first(
        "SELECT tenant, first_reference FROM registrar_owner WHERE owner = ?",
        row -> new KnownOwner(new TenantId(row.getString(1)), new Reference(row.getString(2))),
        owner.value());
  }

  @Override
  public void add(OwnerId owner, KnownOwner known, Instant at) {
    RegistrarOwnerRow row = new RegistrarOwnerRow();
    row.owner = owner.value();
    row.tenant = known.tenant().value();
    row.firstReference = known.firstReference().value();
    row.knownAt = at;
    entities.current().persist(row);
    entities.current().flush();
  }

  @Override
  public boolean note(OwnerSuccession succession) {
    boolean known =
        !query("s.mailbox = :mailbox AND s.formerOwner = :former AND s.newOwner = :new")
            .setParameter("mailbox", succession.mailbox().address())
            .setParameter("former", succession.formerOwner().value())
            .setParameter("new", succession.newOwner().value())
            .getResultList()
            .isEmpty();
    if (known) {
      return false;
    }
    RegistrarSuccessionRow row = new RegistrarSuccessionRow();
    row.mailbox = succession.mailbox().address();
    row.formerOwner = succession.formerOwner().value();
    row.newOwner = succession.newOwner().value();
    row.reference = succession.reference().value();
    row.notedAt = succession.notedAt();
    row.dueAt = succession.dueAt();
    row.state = succession.state().name();
    entities.current().persist(row);
    return true;
  }

  @Override
  public List<OwnerSuccession> due(Instant at, int limit) {
    return query("s.state = 'NOTED' AND s.dueAt <= :at")
        .setParameter("at", at)
        .setMaxResults(limit)
        .getResultStream()
        .map(JpaOwnerStore::succession)
        .toList();
  }

  @Override
  public List<OwnerSuccession> causedBy(Reference reference) {
    return query("s.reference = :reference")
        .setParameter("reference", reference.value())
        .getResultStream()
        .map(JpaOwnerStore::succession)
        .toList();
  }

  @Override
  public List<OwnerSuccession> causedByAndLock(Reference reference) {
    return query("s.reference = :reference")
        .setParameter("reference", reference.value())
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .map(JpaOwnerStore::succession)
        .toList();
  }

  @Override
  public boolean settle(OwnerSuccession succession, OwnerSuccession.State state) {
    return entities
            .current()
            .createQuery(
                "UPDATE RegistrarSuccessionRow s SET s.state = :state WHERE s.mailbox = :mailbox"
                    + " AND s.formerOwner = :former AND s.newOwner = :new AND s.state = 'NOTED'")
            .setParameter("state", state.name())
            .setParameter("mailbox", succession.mailbox().address())
            .setParameter("former", succession.formerOwner().value())
            .setParameter("new", succession.newOwner().value())
            .executeUpdate()
        == 1;
  }

  private TypedQuery<RegistrarSuccessionRow> query(String condition) {
    return entities
        .current()
        .createQuery(
            "SELECT s FROM RegistrarSuccessionRow s WHERE " + condition + " ORDER BY s.dueAt, s.id",
            RegistrarSuccessionRow.class);
  }

  private static OwnerSuccession succession(RegistrarSuccessionRow row) {
    return new OwnerSuccession(
        Mailbox.parse(row.mailbox),
        new OwnerId(row.formerOwner),
        new OwnerId(row.newOwner),
        new Reference(row.reference),
        row.notedAt,
        row.dueAt,
        OwnerSuccession.State.valueOf(row.state));
  }
}
