package org.vouchseal.keyservice.jpa;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.keyservice.binding.BindingStore;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.Entities;

/** Bindings in MariaDB. */
public final class JpaBindingStore implements BindingStore {

  private final Entities entities;

  public JpaBindingStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<KeyOwner> ownerOf(SpkiDigest signer) {
    return Optional.ofNullable(entities.current().find(SignerRow.class, signer.hex()))
        .map(row -> new KeyOwner(new TenantId(row.tenant), new OwnerId(row.owner)));
  }

  @Override
  public void addSigner(SpkiDigest signer, KeyOwner owner, Instant at) {
    SignerRow row = new SignerRow(signer.hex());
    row.tenant = owner.tenant().value();
    row.owner = owner.owner().value();
    row.learnedAt = at;
    add(row);
  }

  @Override
  public Optional<Reference> orderOf(String requestDigest) {
    return Optional.ofNullable(entities.current().find(AnsweredRequestRow.class, requestDigest))
        .map(row -> new Reference(row.reference));
  }

  @Override
  public void addRequest(String requestDigest, Reference order, Instant at) {
    AnsweredRequestRow row = new AnsweredRequestRow(requestDigest);
    row.reference = order.value();
    row.boundAt = at;
    add(row);
  }

  private void add(Object row) {
    entities.current().persist(row);
    // now, so that a duplicate is found before anything else is done in its name
    entities.current().flush();
  }
}
