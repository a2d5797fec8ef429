package org.vouchseal.issuing.invariants;

import java.util.List;

/** I2: every state row has its audit row, and every such audit row its state. */
final class AuditInvariants {

  static final List<Invariant> ALL =
      List.of(
          rowsWithoutEvent("issuance_plan", "TRUE", "certificate.intent"),
          rowsWithoutEvent("certificate", "plan_key IS NOT NULL", "certificate.issued"),
          rowsWithoutEvent("certificate", "plan_key IS NULL", "certificate.imported"),
          rowsWithoutEvent(
              "certificate",
              "plan_key IS NOT NULL AND state = 'CONFIRMED'",
              "certificate.confirmed"),
          rowsWithoutEvent("certificate", "state = 'REJECTED'", "certificate.rejected"),
          rowsWithoutEvent("revocation", "TRUE", "certificate.revoked"),
          eventsWithoutRow("certificate.intent", "issuance_plan", "TRUE"),
          eventsWithoutRow("certificate.issued", "certificate", "plan_key IS NOT NULL"),
          eventsWithoutRow("certificate.imported", "certificate", "plan_key IS NULL"),
          eventsWithoutRow("certificate.confirmed", "certificate", "state = 'CONFIRMED'"),
          eventsWithoutRow("certificate.rejected", "certificate", "state = 'REJECTED'"),
          eventsWithoutRow("certificate.revoked", "revocation", "TRUE"),
          new Invariant(
              "I2",
              "every published list has exactly one crl.published",
              Rows.none(
                  "SELECT CONCAT(c.issuer, ' ', c.crl_number) FROM crl c WHERE 1 <>"
                      + " (SELECT COUNT(*) FROM audit_event a WHERE a.type = 'crl.published'"
                      + " AND a.object = CONCAT('crl:', c.issuer, ':', c.crl_number))",
                  "has not exactly one audit row")),
          new Invariant(
              "I2",
              "every crl.published has its list",
              Rows.none(
                  "SELECT a.object FROM audit_event a WHERE a.type = 'crl.published' AND NOT EXISTS"
                      + " (SELECT 1 FROM crl c"
                      + " WHERE a.object = CONCAT('crl:', c.issuer, ':', c.crl_number))",
                  "has no list")));

  private AuditInvariants() {}

  private static Invariant rowsWithoutEvent(String table, String where, String event) {
    String query =
        "SELECT CONCAT(t.issuer, ' ', LOWER(HEX(t.serial))) FROM %s t WHERE %s AND 1 <>"
            + " (SELECT COUNT(*) FROM audit_event a WHERE a.type = '%s'"
            + " AND a.object = CONCAT('certificate:', LOWER(HEX(t.serial)))"
            + " AND JSON_VALUE(a.detail, '$.issuer') = t.issuer)";
    return new Invariant(
        "I2",
        "every row of " + table + " (" + where + ") has exactly one " + event,
        Rows.none(query.formatted(table, where, event), "has not exactly one audit row " + event));
  }

  private static Invariant eventsWithoutRow(String event, String table, String where) {
    String query =
        "SELECT CONCAT(a.id, ' ', a.object) FROM audit_event a WHERE a.type = '%s' AND NOT EXISTS"
            + " (SELECT 1 FROM %s t WHERE %s"
            + " AND a.object = CONCAT('certificate:', LOWER(HEX(t.serial)))"
            + " AND JSON_VALUE(a.detail, '$.issuer') = t.issuer)";
    return new Invariant(
        "I2",
        "every " + event + " has its row in " + table,
        Rows.none(query.formatted(event, table, where), "has no row in " + table));
  }
}
