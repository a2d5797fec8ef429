package org.vouchseal.issuing.jpa;

import java.util.HexFormat;
import java.util.Optional;
import org.vouchseal.issuing.registrar.Objection;
import org.vouchseal.issuing.registrar.ObjectionStore;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;

/** Objections in {@code owner_objection}. */
public final class JpaObjectionStore implements ObjectionStore {

  private final Entities entities;

  public JpaObjectionStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public void keep(Objection objection) {
    RegistrarObjectionRow row = new RegistrarObjectionRow();
    row.reference = objection.reference().value();
    row.formerOwner = objection.formerOwner().value();
    row.serial = HexFormat.of().parseHex(objection.serial().hex());
    row.proof = objection.proof();
    row.proofDigest = objection.proofDigest();
    row.acceptedAt = objection.acceptedAt();
    entities.current().persist(row);
    entities.current().flush();
  }

  @Override
  public Optional<String> proofDigest(Reference reference, OwnerId formerOwner) {
    return entities
        .current()
        .createQuery(
            "SELECT o.proofDigest FROM RegistrarObjectionRow o WHERE o.reference = :reference"
                + " AND o.formerOwner = :owner",
            String.class)
        .setParameter("reference", reference.value())
        .setParameter("owner", formerOwner.value())
        .getResultStream()
        .findFirst();
  }
}
