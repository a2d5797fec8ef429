package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.vouchseal.issuing.issuance.CertificateState;
import org.vouchseal.issuing.issuance.CertificateStore;
import org.vouchseal.issuing.issuance.IssuedCertificate;
import org.vouchseal.issuing.profile.KeyClass;
import org.vouchseal.issuing.revocation.Revocation;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Certificates in MariaDB. */
public final class JdbcCertificateStore implements CertificateStore {

  private static final String COLUMNS =
      "c.issuer, c.serial, c.profile, CAST(c.key_class AS CHAR), c.der, c.spki, c.not_before,"
          + " c.not_after, c.order_reference, c.owner, c.tier, CAST(c.state AS CHAR), c.issued_at,"
          + " r.revoked_at, r.reason";
  private static final String SELECT =
      "SELECT "
          + COLUMNS
          + " FROM certificate c LEFT JOIN revocation r"
          + " ON r.issuer = c.issuer AND r.serial = c.serial";
  private static final String COMPROMISED =
      " x JOIN revocation r ON r.issuer = x.issuer AND r.serial = x.serial"
          + " WHERE x.spki = ? AND r.reason = ? LIMIT 1 LOCK IN SHARE MODE)";

  private static final int TOLD_AT_ONCE = 100;

  private final SqlStatements statements;

  public JdbcCertificateStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<IssuedCertificate> find(String issuer, SerialNumber serial) {
    return statements.first(
        SELECT + " WHERE c.issuer = ? AND c.serial = ?",
        JdbcCertificateStore::certificate,
        issuer,
        Columns.serial(serial));
  }

  @Override
  public List<IssuedCertificate> findBySpkiAndLock(SpkiDigest spki) {
    return all(" WHERE c.spki = ? ORDER BY c.id FOR UPDATE", spki.octets());
  }

  @Override
  public boolean isCompromised(SpkiDigest key) {
    int reason = RevocationReason.KEY_COMPROMISE.code();
    return statements.any(
        "(SELECT 1 FROM certificate"
            + COMPROMISED
            + " UNION ALL (SELECT 1 FROM issuance_plan"
            + COMPROMISED,
        key.octets(),
        reason,
        key.octets(),
        reason);
  }

  @Override
  public List<IssuedCertificate> ofOrder(Reference order) {
    return all(" WHERE c.order_reference = ? ORDER BY c.id", order.value());
  }

  @Override
  public List<IssuedCertificate> unexpiredForMailbox(Mailbox mailbox, Instant at) {
    // the number of those with this mailbox decides, not of those that have not expired
    return all(
        " JOIN certificate_mailbox m ON m.certificate_id = c.id"
            + " WHERE m.mailbox = ? AND c.not_after >= ? ORDER BY c.id",
        mailbox.address(),
        at);
  }

  @Override
  public void insert(
      IssuedCertificate certificate, Optional<String> planKey, List<Mailbox> mailboxes) {
    statements.updateLater(
        "INSERT INTO certificate (issuer, serial, plan_key, profile, key_class, der, spki,"
            + " not_before, not_after, order_reference, owner, tier, state, issued_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        certificate.issuer(),
        Columns.serial(certificate.serial()),
        planKey.orElse(null),
        certificate.profile().value(),
        certificate.keyClass().name(),
        certificate.der(),
        certificate.spki().octets(),
        certificate.notBefore(),
        certificate.notAfter(),
        certificate.order().map(Reference::value).orElse(null),
        certificate.owner().map(OwnerId::value).orElse(null),
        certificate.tier().map(AssuranceTier::name).orElse(null),
        certificate.state().name(),
        certificate.issuedAt());
    if (!mailboxes.isEmpty()) {
      insertMailboxes(mailboxes);
    }
  }

  /** Those of the certificate that was inserted last in this transaction. */
  private void insertMailboxes(List<Mailbox> mailboxes) {
    statements.updateLater(
        "INSERT INTO certificate_mailbox (certificate_id, mailbox) VALUES "
            + String.join(", ", Collections.nCopies(mailboxes.size(), "(LAST_INSERT_ID(), ?)")),
        mailboxes.stream().map(Mailbox::address).toArray());
  }

  @Override
  public boolean changeState(
      String issuer, SerialNumber serial, CertificateState from, CertificateState to) {
    return statements.update(
            "UPDATE certificate SET state = ? WHERE issuer = ? AND serial = ? AND state = ?",
            to.name(),
            issuer,
            Columns.serial(serial),
            from.name())
        == 1;
  }

  @Override
  public void noteKeyInUse(String issuer, SerialNumber serial) {
    int unusedNoted =
        statements.update(
            "INSERT IGNORE INTO key_in_use (escrow_id, confirmed_at)"
                + " SELECT escrow_id, UTC_TIMESTAMP(6) FROM issuance_plan"
                + " WHERE issuer = ? AND serial = ? AND escrow_id IS NOT NULL",
            issuer,
            Columns.serial(serial));
  }

  @Override
  public List<EscrowId> keysInUse() {
    return statements.all(
        "SELECT escrow_id FROM key_in_use LIMIT " + TOLD_AT_ONCE,
        row -> new EscrowId(row.getString(1)));
  }

  @Override
  public void forgetKeyInUse(EscrowId key) {
    int unusedForgotten =
        statements.update("DELETE FROM key_in_use WHERE escrow_id = ?", key.value());
  }

  private List<IssuedCertificate> all(String which, Object... values) {
    return statements.all(SELECT + which, JdbcCertificateStore::certificate, values);
  }

  private static IssuedCertificate certificate(ResultSet row) throws SQLException {
    Optional<Instant> revokedAt = SqlStatements.optionalInstant(row, 14);
    int reason = row.getInt(15);
    return new IssuedCertificate(
        row.getString(1),
        Columns.serial(row.getBytes(2)),
        new ProfileName(row.getString(3)),
        KeyClass.valueOf(row.getString(4)),
        row.getBytes(5),
        SpkiDigest.ofOctets(row.getBytes(6)),
        SqlStatements.instant(row, 7),
        SqlStatements.instant(row, 8),
        Optional.ofNullable(row.getString(9)).map(Reference::new),
        Optional.ofNullable(row.getString(10)).map(OwnerId::new),
        Optional.ofNullable(row.getString(11)).map(AssuranceTier::valueOf),
        CertificateState.valueOf(row.getString(12)),
        SqlStatements.instant(row, 13),
        revokedAt.map(at -> new Revocation(at, reason(reason))));
  }

  private static RevocationReason reason(int code) {
    return RevocationReason.ofCode(code)
        .orElseThrow(() -> new IllegalStateException("a revocation with reason " + code));
  }
}
