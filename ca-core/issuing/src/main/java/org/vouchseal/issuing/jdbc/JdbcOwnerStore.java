package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.registrar.OwnerStore;
import org.vouchseal.issuing.registrar.OwnerSuccession;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Owners in {@code registrar_owner}, successions in {@code owner_succession}. */
public final class JdbcOwnerStore implements OwnerStore {

  private static final String SELECT =
      "SELECT mailbox, former_owner, new_owner, reference, noted_at, due_at, state"
          + " FROM owner_succession WHERE ";
  private static final String OLDEST_FIRST = " ORDER BY due_at, id";
  private static final String CAUSED_BY = SELECT + "reference = ?" + OLDEST_FIRST;

  private final SqlStatements statements;

  public JdbcOwnerStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
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
    int unusedOne =
        statements.update(
            "INSERT INTO registrar_owner (owner, tenant, first_reference, known_at)"
                + " VALUES (?, ?, ?, ?)",
            owner.value(),
            known.tenant().value(),
            known.firstReference().value(),
            at);
  }

  @Override
  public boolean note(OwnerSuccession succession) {
    return statements.insertUnlessTaken(
        "INSERT INTO owner_succession (mailbox, former_owner, new_owner, reference, noted_at,"
            + " due_at, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
        succession.mailbox().address(),
        succession.formerOwner().value(),
        succession.newOwner().value(),
        succession.reference().value(),
        succession.notedAt(),
        succession.dueAt(),
        succession.state().name());
  }

  @Override
  public List<OwnerSuccession> due(Instant at, int limit) {
    return statements.all(
        SELECT + "state = 'NOTED' AND due_at <= ?" + OLDEST_FIRST + " LIMIT ?",
        JdbcOwnerStore::succession,
        at,
        limit);
  }

  @Override
  public List<OwnerSuccession> causedBy(Reference reference) {
    return statements.all(CAUSED_BY, JdbcOwnerStore::succession, reference.value());
  }

  @Override
  public List<OwnerSuccession> causedByAndLock(Reference reference) {
    return statements.all(CAUSED_BY + " FOR UPDATE", JdbcOwnerStore::succession, reference.value());
  }

  @Override
  public boolean settle(OwnerSuccession succession, OwnerSuccession.State state) {
    return statements.update(
            "UPDATE owner_succession SET state = ? WHERE mailbox = ? AND former_owner = ?"
                + " AND new_owner = ? AND state = 'NOTED'",
            state.name(),
            succession.mailbox().address(),
            succession.formerOwner().value(),
            succession.newOwner().value())
        == 1;
  }

  private static OwnerSuccession succession(ResultSet row) throws SQLException {
    return new OwnerSuccession(
        Mailbox.parse(row.getString(1)),
        new OwnerId(row.getString(2)),
        new OwnerId(row.getString(3)),
        new Reference(row.getString(4)),
        SqlStatements.instant(row, 5),
        SqlStatements.instant(row, 6),
        OwnerSuccession.State.valueOf(row.getString(7)));
  }
}
