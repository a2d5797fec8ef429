package org.vouchseal.issuing.jpa;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.issuing.issuance.PlanRecord;
import org.vouchseal.issuing.issuance.PlanStore;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.persistence.Entities;

/** Plans and key classes in MariaDB. */
public final class JpaPlanStore implements PlanStore {

  private final Entities entities;

  public JpaPlanStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<PlanRecord> find(String idempotencyKey) {
    return entities
        .current()
        .createQuery(
            "SELECT p FROM IssuancePlanRow p WHERE p.idempotencyKey = :key", IssuancePlanRow.class)
        .setParameter("key", idempotencyKey)
        .getResultStream()
        .findFirst()
        .map(JpaPlanStore::plan);
  }

  @Override
  public void insert(PlanRecord plan) {
    IssuancePlanRow row = new IssuancePlanRow();
    row.idempotencyKey = plan.idempotencyKey();
    row.issuer = plan.issuer();
    row.serial = Columns.serial(plan.serial());
    row.profile = plan.profile().value();
    row.spki = plan.spki().octets();
    row.mailboxes = Columns.mailboxes(plan.mailboxes());
    row.notBefore = plan.notBefore();
    row.notAfter = plan.notAfter();
    row.tbs = plan.tbs();
    row.tbsDigest = plan.tbsDigest();
    row.lint = plan.lint();
    row.orderReference = plan.order().map(Reference::value).orElse(null);
    row.owner = plan.owner().map(OwnerId::value).orElse(null);
    row.tier = plan.tier().map(AssuranceTier::name).orElse(null);
    row.escrowId = plan.escrowId().map(EscrowId::value).orElse(null);
    row.actor = plan.actor();
    row.recordedAt = plan.recordedAt();
    row.crlShard = plan.crlShard();
    entities.current().persist(row);
  }

  private static PlanRecord plan(IssuancePlanRow row) {
    return new PlanRecord(
        row.idempotencyKey,
        row.issuer,
        Columns.serial(row.serial),
        new ProfileName(row.profile),
        SpkiDigest.ofOctets(row.spki),
        Columns.mailboxes(row.mailboxes),
        row.notBefore,
        row.notAfter,
        row.tbs,
        row.tbsDigest,
        row.lint,
        Optional.ofNullable(row.orderReference).map(Reference::new),
        Optional.ofNullable(row.owner).map(OwnerId::new),
        Optional.ofNullable(row.tier).map(AssuranceTier::valueOf),
        Optional.ofNullable(row.escrowId).map(EscrowId::new),
        row.actor,
        row.recordedAt,
        row.crlShard);
  }

  @Override
  public KeyClass register(SpkiDigest key, KeyClass wanted, Instant now) {
    int unusedInserted =
        entities
            .current()
            .createNativeQuery(
                "INSERT IGNORE INTO spki_class (spki, key_class, registered_at)"
                    + " VALUES (?1, ?2, ?3)")
            .setParameter(1, key.octets())
            .setParameter(2, wanted.name())
            .setParameter(3, Columns.utc(now))
            .executeUpdate();
    // a locking read sees what another transaction committed after our snapshot began
    Object found =
        entities
            .current()
            .createNativeQuery(
                "SELECT CAST(key_class AS CHAR) FROM spki_class WHERE spki = ?1"
                    + " LOCK IN SHARE MODE")
            .setParameter(1, key.octets())
            .getSingleResult();
    return KeyClass.valueOf(found.toString());
  }

  @Override
  public boolean hasOtherHolder(SpkiDigest key, OwnerId owner) {
    return !entities
        .current()
        .createNativeQuery(
            "SELECT 1 FROM issuance_plan WHERE spki = ?1 AND owner IS NOT NULL AND owner <> ?2"
                + " LIMIT 1 LOCK IN SHARE MODE")
        .setParameter(1, key.octets())
        .setParameter(2, owner.value())
        .getResultList()
        .isEmpty();
  }
}
