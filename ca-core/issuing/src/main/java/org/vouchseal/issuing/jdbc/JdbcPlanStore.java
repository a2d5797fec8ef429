package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** Plans and key classes in MariaDB. */
public final class JdbcPlanStore implements PlanStore {

  private static final String COLUMNS =
      "idempotency_key, issuer, serial, profile, spki, mailboxes, not_before, not_after, tbs,"
          + " tbs_digest, lint, order_reference, owner, tier, escrow_id, actor, recorded_at,"
          + " crl_shard";

  private static final String CLASS =
      "spki_class (spki, key_class, registered_at) VALUES (?, ?, ?)";

  private final SqlStatements statements;

  public JdbcPlanStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public Optional<PlanRecord> find(String idempotencyKey) {
    return statements.first(
        "SELECT " + COLUMNS + " FROM issuance_plan WHERE idempotency_key = ?",
        JdbcPlanStore::plan,
        idempotencyKey);
  }

  @Override
  public void insert(PlanRecord plan) {
    statements.updateLater(
        "INSERT INTO issuance_plan ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        plan.idempotencyKey(),
        plan.issuer(),
        Columns.serial(plan.serial()),
        plan.profile().value(),
        plan.spki().octets(),
        Columns.mailboxes(plan.mailboxes()),
        plan.notBefore(),
        plan.notAfter(),
        plan.tbs(),
        plan.tbsDigest(),
        plan.lint(),
        plan.order().map(Reference::value).orElse(null),
        plan.owner().map(OwnerId::value).orElse(null),
        plan.tier().map(AssuranceTier::name).orElse(null),
        plan.escrowId().map(EscrowId::value).orElse(null),
        plan.actor(),
        plan.recordedAt(),
        plan.crlShard());
  }

  private static PlanRecord plan(ResultSet row) throws SQLException {
    return new PlanRecord(
        row.getString(1),
        row.getString(2),
        Columns.serial(row.getBytes(3)),
        new ProfileName(row.getString(4)),
        SpkiDigest.ofOctets(row.getBytes(5)),
        Columns.mailboxes(row.getString(6)),
        SqlStatements.instant(row, 7),
        SqlStatements.instant(row, 8),
        row.getBytes(9),
        row.getString(10),
        row.getString(11),
        Optional.ofNullable(row.getString(12)).map(Reference::new),
        Optional.ofNullable(row.getString(13)).map(OwnerId::new),
        Optional.ofNullable(row.getString(14)).map(AssuranceTier::valueOf),
        Optional.ofNullable(row.getString(15)).map(EscrowId::new),
        row.getString(16),
        SqlStatements.instant(row, 17),
        row.getInt(18));
  }

  @Override
  public void claim(SpkiDigest key, KeyClass wanted, Instant now) {
    statements.updateLater("INSERT INTO " + CLASS, key.octets(), wanted.name(), now);
  }

  @Override
  public KeyClass register(SpkiDigest key, KeyClass wanted, Instant now) {
    boolean added =
        statements.update("INSERT IGNORE INTO " + CLASS, key.octets(), wanted.name(), now) == 1;
    // a locking read sees what another transaction committed after our snapshot began
    return added
        ? wanted
        : statements
            .first(
                "SELECT CAST(key_class AS CHAR) FROM spki_class WHERE spki = ? LOCK IN SHARE MODE",
                row -> KeyClass.valueOf(row.getString(1)),
                key.octets())
            .orElseThrow(() -> new IllegalStateException("a class that is taken is not there"));
  }

  @Override
  public boolean hasOtherHolder(SpkiDigest key, OwnerId owner) {
    return statements.any(
        "SELECT 1 FROM issuance_plan WHERE spki = ? AND owner IS NOT NULL AND owner <> ?"
            + " LIMIT 1 LOCK IN SHARE MODE",
        key.octets(),
        owner.value());
  }
}
