package org.vouchseal.launcher.invariants;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * I2 and I7 over the schema of validation: states have their audit rows, mails their Message-ID.
 */
final class ValidationInvariants {

  private static final String OF_ENROLMENT = "a.object = CONCAT('enrolment:', e.id)";
  private static final String OF_MAIL = "a.object = CONCAT('mail:', m.id)";

  private ValidationInvariants() {}

  static List<CheckedInvariant> run(DataSource database) {
    List<CheckedInvariant> all = new ArrayList<>();
    all.add(rowsWithout(database, "enrolment e", "TRUE", "enrolment.opened", OF_ENROLMENT));
    all.add(
        rowsWithout(
            database,
            "enrolment e",
            "e.state IN ('APPROVED', 'ISSUED')",
            "enrolment.approved",
            OF_ENROLMENT));
    for (String state : List.of("ISSUED", "REJECTED", "WITHDRAWN", "EXPIRED")) {
      all.add(
          rowsWithout(
              database,
              "enrolment e",
              "e.state = '" + state + "'",
              "enrolment." + state.toLowerCase(Locale.ROOT),
              OF_ENROLMENT));
    }
    all.add(
        Rows.none(
            database,
            "I2",
            "every enrolment.opened has its row in enrolment",
            "SELECT a.object FROM audit_event a WHERE a.type = 'enrolment.opened'"
                + " AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE "
                + OF_ENROLMENT
                + ")",
            "has no row in enrolment"));
    all.add(
        rowsWithout(
            database,
            "objection_case c",
            "TRUE",
            "objection.case-opened",
            "a.object = CONCAT('enrolment:', c.enrolment)"
                + " AND JSON_VALUE(a.detail, '$.case') = c.id"));
    all.addAll(statements(database));
    all.addAll(mails(database));
    return all;
  }

  private static List<CheckedInvariant> statements(DataSource database) {
    return List.of(
        statement(database, "e.kind = 'enrolment'", "order.signed"),
        statement(database, "e.kind = 'revocation'", "revocation.signed"),
        statement(database, "e.kind = 'enrolment' AND e.state = 'ACCEPTED'", "order.accepted"),
        statement(database, "e.kind = 'enrolment' AND e.state = 'REFUSED'", "order.refused"));
  }

  private static CheckedInvariant statement(DataSource database, String where, String event) {
    return Rows.none(
        database,
        "I2",
        "every row of sent_order (" + where + ") has its " + event,
        "SELECT CONCAT(e.reference, ' ', e.jti) FROM sent_order e WHERE "
            + where
            + " AND NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.type = '"
            + event
            + "' AND a.object = CONCAT('enrolment:', e.reference)"
            + " AND JSON_VALUE(a.detail, '$.jti') = e.jti)",
        "has no audit row " + event);
  }

  private static List<CheckedInvariant> mails(DataSource database) {
    return List.of(
        Rows.none(
            database,
            "I7",
            "every mail has what its Message-ID is made of",
            "SELECT CONCAT('mail:', m.once_key) FROM outbox_mail m"
                + " WHERE m.id NOT REGEXP '^[A-Za-z0-9._-]+$'",
            "has no Message-ID"),
        Rows.none(
            database,
            "I7",
            "every mail that waits can be sent, and no other keeps its text",
            "SELECT CONCAT('mail:', m.id) FROM outbox_mail m"
                + " WHERE (m.state = 'WAITING') <> (m.body IS NOT NULL)",
            "waits without text, or kept it"),
        Rows.none(
            database,
            "I7",
            "every code has its mail, written in the same transaction",
            "SELECT CONCAT('challenge:', c.id) FROM mailbox_challenge c"
                + " LEFT JOIN outbox_mail m ON m.id = c.mail WHERE m.id IS NULL",
            "has no mail"),
        Rows.none(
            database,
            "I7",
            "every audit row of a mail has its mail",
            "SELECT a.object FROM audit_event a WHERE a.type IN ('mail.sent', 'mail.given-up')"
                + " AND NOT EXISTS (SELECT 1 FROM outbox_mail m WHERE "
                + OF_MAIL
                + ")",
            "is not in the outbox"),
        rowsWithout(database, "outbox_mail m", "m.state = 'SENT'", "mail.sent", OF_MAIL),
        rowsWithout(database, "outbox_mail m", "m.state = 'GIVEN_UP'", "mail.given-up", OF_MAIL));
  }

  private static CheckedInvariant rowsWithout(
      DataSource database, String table, String where, String event, String itsAudit) {
    String alias = table.substring(table.indexOf(' ') + 1);
    String name = table.substring(0, table.indexOf(' '));
    return Rows.none(
        database,
        "I2",
        "every row of " + name + " (" + where + ") has its " + event,
        "SELECT CONCAT('"
            + name
            + ":', "
            + alias
            + ".id) FROM "
            + table
            + " WHERE "
            + where
            + " AND NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.type = '"
            + event
            + "' AND "
            + itsAudit
            + ")",
        "has no audit row " + event);
  }
}
