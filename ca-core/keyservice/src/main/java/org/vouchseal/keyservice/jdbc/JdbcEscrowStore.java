package org.vouchseal.keyservice.jdbc;

import java.util.List;
import java.util.Optional;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.escrow.EscrowStore;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Escrow records in {@code escrow}. */
public final class JdbcEscrowStore implements EscrowStore {

  private static final String SELECT = "SELECT " + EscrowColumns.ALL + " FROM escrow WHERE ";
  private static final String OF_OWNER = SELECT + "tenant = ? AND owner = ?";

  private final SqlStatements statements;

  public JdbcEscrowStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public void add(EscrowRecord record) {
    int unusedOne =
        statements.update(
            "INSERT INTO escrow ("
                + EscrowColumns.ALL
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            EscrowColumns.values(record));
  }

  @Override
  public Optional<EscrowRecord> find(KeyOwner owner, EscrowId id) {
    return statements.first(
        OF_OWNER + " AND escrow_id = ?",
        EscrowColumns::read,
        owner.tenant().value(),
        owner.owner().value(),
        id.value());
  }

  @Override
  public Optional<EscrowRecord> findByRequest(
      KeyOwner owner, Reference order, byte[] transactionId, String requestDigest) {
    return statements.first(
        OF_OWNER + " AND reference = ? AND transaction_id = ? AND request_digest = ?",
        EscrowColumns::read,
        owner.tenant().value(),
        owner.owner().value(),
        order.value(),
        transactionId,
        requestDigest);
  }

  @Override
  public boolean holds(SpkiDigest spki) {
    return statements.any("SELECT 1 FROM escrow WHERE spki_digest = ?", spki.hex());
  }

  @Override
  public List<EscrowRecord> ofOwner(KeyOwner owner) {
    return statements.all(
        OF_OWNER + " ORDER BY stored_at, escrow_id",
        EscrowColumns::read,
        owner.tenant().value(),
        owner.owner().value());
  }

  @Override
  public List<String> namesForChecking(String after, int limit) {
    return statements.all(
        "SELECT escrow_id FROM escrow WHERE escrow_id > ? ORDER BY escrow_id LIMIT ?",
        row -> row.getString(1),
        after,
        limit);
  }

  @Override
  public Optional<EscrowRecord> findForChecking(String name) {
    return statements.first(SELECT + "escrow_id = ?", EscrowColumns::read, name);
  }
}
