package org.vouchseal.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills the tables of issuing with rows that look like certificates that were issued long ago. They
 * are made by the database, not by issuance: only the size of tables and indexes matters here.
 */
final class Growth {

  private static final int AT_ONCE = 10_000;

  private final Stand stand;

  Growth(Stand stand) {
    this.stand = stand;
  }

  long certificates() {
    try (Connection db = open();
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM certificate")) {
      boolean unusedRow = row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException("the certificates cannot be counted", e);
    }
  }

  /** Adds rows until there are so many. */
  void fill(long wanted) {
    try (Connection db = open();
        Statement statement = db.createStatement()) {
      boolean unusedChecks = statement.execute("SET foreign_key_checks = 0");
      for (long have = certificates(); have < wanted; have += AT_ONCE) {
        int unusedPlans = statement.executeUpdate(plans(have));
        int unusedCertificates = statement.executeUpdate(certificates(have));
        int unusedMailboxes = statement.executeUpdate(mailboxes(have));
        db.commit();
      }
      boolean unusedAnalyzed =
          statement.execute("ANALYZE TABLE certificate, issuance_plan, certificate_mailbox");
    } catch (SQLException e) {
      throw new IllegalStateException("the tables cannot be filled", e);
    }
  }

  private static String from(long start) {
    return " FROM seq_"
        + start
        + "_to_"
        + (start + AT_ONCE - 1)
        + " s JOIN (SELECT * FROM %s"
        + " WHERE profile = 'signing' ORDER BY %s LIMIT 1) t";
  }

  private static String serial() {
    return "UNHEX(CONCAT('5F', LEFT(MD5(s.seq), 30)))";
  }

  private static String plans(long start) {
    return "INSERT INTO issuance_plan (idempotency_key, issuer, serial, profile, spki, mailboxes,"
        + " not_before, not_after, tbs, tbs_digest, lint, order_reference, owner, tier, actor,"
        + " recorded_at) SELECT CONCAT('bench:', s.seq), t.issuer, "
        + serial()
        + ", t.profile, UNHEX(SHA2(CONCAT('k', s.seq), 256)), CONCAT(s.seq, '@bench.example.org'),"
        + " t.not_before, t.not_after, t.tbs, t.tbs_digest, t.lint, CONCAT('bench-', s.seq),"
        + " CONCAT('bench-', s.seq), t.tier, t.actor, t.recorded_at"
        + from(start).formatted("issuance_plan", "recorded_at");
  }

  private static String certificates(long start) {
    return "INSERT INTO certificate (issuer, serial, profile, key_class, der, spki, not_before,"
        + " not_after, order_reference, owner, tier, state, issued_at, plan_key)"
        + " SELECT t.issuer, "
        + serial()
        + ", t.profile, t.key_class, t.der, UNHEX(SHA2(CONCAT('k', s.seq), 256)), t.not_before,"
        + " t.not_after, CONCAT('bench-', s.seq), CONCAT('bench-', s.seq), t.tier, 'CONFIRMED',"
        + " t.issued_at, CONCAT('bench:', s.seq)"
        + from(start).formatted("certificate", "id");
  }

  private static String mailboxes(long start) {
    return "INSERT INTO certificate_mailbox (certificate_id, mailbox)"
        + " SELECT c.id, CONCAT(s.seq, '@bench.example.org') FROM seq_"
        + start
        + "_to_"
        + (start + AT_ONCE - 1)
        + " s JOIN certificate c ON c.issuer = 'smime' AND c.serial = "
        + serial();
  }

  private Connection open() throws SQLException {
    Connection db =
        DriverManager.getConnection(
            stand.databaseUrl("issuing"), "issuing_owner", stand.password("issuing_owner"));
    db.setAutoCommit(false);
    return db;
  }
}
