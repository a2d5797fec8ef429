package org.vouchseal.issuing.jdbc;

import java.util.Optional;
import org.vouchseal.issuing.registrar.Objection;
import org.vouchseal.issuing.registrar.ObjectionStore;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Objections in {@code owner_objection}. */
public final class JdbcObjectionStore implements ObjectionStore {

  private final SqlStatements statements;

  public JdbcObjectionStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public void keep(Objection objection) {
    int unusedOne =
        statements.update(
            "INSERT INTO owner_objection (reference, former_owner, serial, proof, proof_digest,"
                + " accepted_at) VALUES (?, ?, ?, ?, ?, ?)",
            objection.reference().value(),
            objection.formerOwner().value(),
            Columns.serial(objection.serial()),
            objection.proof(),
            objection.proofDigest(),
            objection.acceptedAt());
  }

  @Override
  public Optional<String> proofDigest(Reference reference, OwnerId formerOwner) {
    return statements.first(
        "SELECT proof_digest FROM owner_objection WHERE reference = ? AND former_owner = ?",
        row -> row.getString(1),
        reference.value(),
        formerOwner.value());
  }
}
