package org.vouchseal.keyservice.jdbc;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.keyservice.binding.BindingStore;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Bindings in {@code signer} and {@code answered_request}. */
public final class JdbcBindingStore implements BindingStore {

  private final SqlStatements statements;

  public JdbcBindingStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<KeyOwner> ownerOf(SpkiDigest signer) {
    return statements.first(
        "SELECT tenant, owner FROM signer WHERE spki_digest = ?",
        row -> new KeyOwner(new TenantId(row.getString(1)), new OwnerId(row.getString(2))),
        signer.hex());
  }

  @Override
  public void addSigner(SpkiDigest signer, KeyOwner owner, Instant at) {
    int unusedOne =
        statements.update(
            "INSERT INTO signer (spki_digest, tenant, owner, learned_at) VALUES (?, ?, ?, ?)",
            signer.hex(),
            owner.tenant().value(),
            owner.owner().value(),
            at);
  }

  @Override
  public Optional<Reference> orderOf(String requestDigest) {
    return statements.first(
        "SELECT reference FROM answered_request WHERE request_digest = ?",
        row -> new Reference(row.getString(1)),
        requestDigest);
  }

  @Override
  public void addRequest(String requestDigest, Reference order, Instant at) {
    int unusedOne =
        statements.update(
            "INSERT INTO answered_request (request_digest, reference, bound_at) VALUES (?, ?, ?)",
            requestDigest,
            order.value(),
            at);
  }
}
