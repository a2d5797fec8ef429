package org.vouchseal.issuing.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.issuance.CertificateState;
import org.vouchseal.issuing.issuance.CertificateStore;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.persistence.Entities;

/** Certificates in MariaDB. */
public final class JpaCertificateStore implements CertificateStore {

  private static final String SELECT =
      "SELECT c, r FROM CertificateRow c"
          + " LEFT JOIN RevocationRow r ON r.issuer = c.issuer AND r.serial = c.serial";

  private static final int TOLD_AT_ONCE = 100;

  private final Entities entities;

  public JpaCertificateStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<IssuedCertificate> find(String issuer, SerialNumber serial) {
    return query(" WHERE c.issuer = :issuer AND c.serial = :serial")
        .setParameter("issuer", issuer)
        .setParameter("serial", Columns.serial(serial))
        .getResultStream()
        .findFirst()
        .map(JpaCertificateStore::certificate);
  }

  @Override
  public List<IssuedCertificate> findBySpkiAndLock(SpkiDigest spki) {
    return all(
        query(" WHERE c.spki = :spki")
            .setParameter("spki", spki.octets())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE));
  }

  @Override
  public boolean isCompromised(SpkiDigest key) {
    return isRevokedOf("certificate", key) || isRevokedOf("issuance_plan", key);
  }

  private boolean isRevokedOf(String table, SpkiDigest key) {
    return !entities
        .current()
        .createNativeQuery(
            "SELECT 1 FROM "
                + table
                + " x JOIN revocation r ON r.issuer = x.issuer AND r.serial = x.serial"
                + " WHERE x.spki = ?1 AND r.reason = ?2 LIMIT 1 LOCK IN SHARE MODE")
        .setParameter(1, key.octets())
        .setParameter(2, RevocationReason.KEY_COMPROMISE.code())
        .getResultList()
        .isEmpty();
  }

  @Override
  public List<IssuedCertificate> ofOrder(Reference order) {
    return all(query(" WHERE c.orderReference = :of").setParameter("of", order.value()));
  }

  @Override
  public List<IssuedCertificate> unexpiredForMailbox(Mailbox mailbox, Instant at) {
    List<?> ids =
        entities
            .current()
            .createNativeQuery("SELECT certificate_id FROM certificate_mailbox WHERE mailbox = ?1")
            .setParameter(1, mailbox.address())
            .getResultList();
    if (ids.isEmpty()) {
      return List.of();
    }
    List<Long> keys = ids.stream().map(id -> ((Number) id).longValue()).toList();
    return all(
        query(" WHERE c.id IN :ids AND c.notAfter >= :at")
            .setParameter("ids", keys)
            .setParameter("at", at));
  }

  @Override
  public void insert(
      IssuedCertificate certificate, Optional<String> planKey, List<Mailbox> mailboxes) {
    CertificateRow row = row(certificate);
    row.planKey = planKey.orElse(null);
    EntityManager db = entities.current();
    db.persist(row);
    db.flush();
    for (Mailbox mailbox : mailboxes) {
      int unusedInserted =
          db.createNativeQuery(
                  "INSERT INTO certificate_mailbox (certificate_id, mailbox) VALUES (?1, ?2)")
              .setParameter(1, row.id)
              .setParameter(2, mailbox.address())
              .executeUpdate();
    }
  }

  @Override
  public boolean changeState(
      String issuer, SerialNumber serial, CertificateState from, CertificateState to) {
    int changed =
        entities
            .current()
            .createNativeQuery(
                "UPDATE certificate SET state = ?1 WHERE issuer = ?2 AND serial = ?3"
                    + " AND state = ?4")
            .setParameter(1, to.name())
            .setParameter(2, issuer)
            .setParameter(3, Columns.serial(serial))
            .setParameter(4, from.name())
            .executeUpdate();
    return changed == 1;
  }

  @Override
  public void noteKeyInUse(String issuer, SerialNumber serial) {
    int unusedNoted =
        entities
            .current()
            .createNativeQuery(
                "INSERT IGNORE INTO key_in_use (escrow_id, confirmed_at)"
                    + " SELECT escrow_id, UTC_TIMESTAMP(6) FROM issuance_plan"
                    + " WHERE issuer = ?1 AND serial = ?2 AND escrow_id IS NOT NULL")
            .setParameter(1, issuer)
            .setParameter(2, Columns.serial(serial))
            .executeUpdate();
  }

  @Override
  public List<EscrowId> keysInUse() {
    List<?> found =
        entities
            .current()
            .createNativeQuery("SELECT escrow_id FROM key_in_use LIMIT " + TOLD_AT_ONCE)
            .getResultList();
    return found.stream().map(id -> new EscrowId(id.toString())).toList();
  }

  @Override
  public void forgetKeyInUse(EscrowId key) {
    int unusedForgotten =
        entities
            .current()
            .createNativeQuery("DELETE FROM key_in_use WHERE escrow_id = ?1")
            .setParameter(1, key.value())
            .executeUpdate();
  }

  private TypedQuery<Object[]> query(String where) {
    // rows of this transaction that are in memory already must not hide their new state
    return entities
        .current()
        .createQuery(SELECT + where + " ORDER BY c.id", Object[].class)
        .setHint("jakarta.persistence.cache.retrieveMode", "BYPASS")
        .setHint("eclipselink.refresh", "true");
  }

  private static List<IssuedCertificate> all(TypedQuery<Object[]> query) {
    return query.getResultList().stream().map(JpaCertificateStore::certificate).toList();
  }

  private static CertificateRow row(IssuedCertificate certificate) {
    CertificateRow row = new CertificateRow();
    row.issuer = certificate.issuer();
    row.serial = Columns.serial(certificate.serial());
    row.profile = certificate.profile().value();
    row.keyClass = certificate.keyClass().name();
    row.der = certificate.der();
    row.spki = certificate.spki().octets();
    row.notBefore = certificate.notBefore();
    row.notAfter = certificate.notAfter();
    row.orderReference = certificate.order().map(Reference::value).orElse(null);
    row.owner = certificate.owner().map(OwnerId::value).orElse(null);
    row.tier = certificate.tier().map(AssuranceTier::name).orElse(null);
    row.state = certificate.state().name();
    row.issuedAt = certificate.issuedAt();
    return row;
  }

  private static IssuedCertificate certificate(Object[] found) {
    CertificateRow row = (CertificateRow) found[0];
    Optional<RevocationRow> revocation = Optional.ofNullable((RevocationRow) found[1]);
    return new IssuedCertificate(
        row.issuer,
        Columns.serial(row.serial),
        new ProfileName(row.profile),
        KeyClass.valueOf(row.keyClass),
        row.der,
        SpkiDigest.ofOctets(row.spki),
        row.notBefore,
        row.notAfter,
        Optional.ofNullable(row.orderReference).map(Reference::new),
        Optional.ofNullable(row.owner).map(OwnerId::new),
        Optional.ofNullable(row.tier).map(AssuranceTier::valueOf),
        CertificateState.valueOf(row.state),
        row.issuedAt,
        revocation.map(JpaRevocationStore::revocation));
  }
}
