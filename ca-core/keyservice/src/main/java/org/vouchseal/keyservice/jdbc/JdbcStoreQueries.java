package org.vouchseal.keyservice.jdbc;

import java.util.List;
import org.vouchseal.keyservice.invariants.StoreQueries;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/** The invariants' questions as SQL. */
public final class JdbcStoreQueries implements StoreQueries {

  private final SqlStatements statements;

  public JdbcStoreQueries(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  @Override
  public List<String> toldButMissing() {
    return texts(
        "SELECT a.object FROM audit_event a LEFT JOIN escrow e"
            + " ON a.object = CONCAT('escrow:', e.escrow_id)"
            + " WHERE a.type = 'escrow.stored' AND e.escrow_id IS NULL");
  }

  @Override
  public List<String> storedButUntold() {
    return texts(
        "SELECT CONCAT('escrow:', e.escrow_id) FROM escrow e LEFT JOIN audit_event a"
            + " ON a.object = CONCAT('escrow:', e.escrow_id) AND a.type = 'escrow.stored'"
            + " WHERE a.id IS NULL");
  }

  @Override
  public List<String> ofOtherClass() {
    return texts("SELECT CONCAT('escrow:', escrow_id) FROM escrow WHERE class <> 'ENC'");
  }

  @Override
  public List<String> marksThatDiffer() {
    return texts(
        "SELECT CONCAT('escrow:', u.escrow_id) FROM escrow_use u"
            + " LEFT JOIN escrow e ON e.escrow_id = u.escrow_id"
            + " LEFT JOIN audit_event a ON a.object = CONCAT('escrow:', u.escrow_id)"
            + " AND a.type = 'escrow.used' WHERE e.escrow_id IS NULL OR a.id IS NULL"
            + " UNION SELECT a.object FROM audit_event a LEFT JOIN escrow_use u"
            + " ON a.object = CONCAT('escrow:', u.escrow_id)"
            + " WHERE a.type = 'escrow.used' AND u.escrow_id IS NULL");
  }

  @Override
  public List<String> signersThatDiffer() {
    return texts(
        "SELECT CONCAT('signer:', s.spki_digest) FROM signer s LEFT JOIN audit_event a"
            + " ON a.object = CONCAT('signer:', s.spki_digest) AND a.type = 'signer.learned'"
            + " AND JSON_VALUE(a.detail, '$.owner') = s.owner"
            + " AND JSON_VALUE(a.detail, '$.tenant') = s.tenant WHERE a.id IS NULL"
            + " UNION SELECT a.object FROM audit_event a LEFT JOIN signer s"
            + " ON a.object = CONCAT('signer:', s.spki_digest)"
            + " WHERE a.type = 'signer.learned' AND s.spki_digest IS NULL");
  }

  @Override
  public boolean refusesOtherClasses() {
    return statements
        .first("SHOW CREATE TABLE escrow", row -> row.getString(2))
        .filter(ddl -> ddl.contains("CHECK (`class` = 'ENC')"))
        .isPresent();
  }

  private List<String> texts(String sql) {
    return statements.all(sql, row -> row.getString(1));
  }
}
