package org.vouchseal.issuing.invariants;

import java.util.List;

/** I2, I8 and I9: orders, what of them is taken, and the CMP transactions that took it. */
final class OrderInvariants {

  private static final String TRANSACTION = "LOWER(HEX(t.transaction_id))";
  private static final String USE = "CONCAT(u.reference, ' ', u.use_name)";
  private static final String ITS_CERTIFICATE =
      " LEFT JOIN certificate c ON c.plan_key = CONCAT('cmp:', " + TRANSACTION + ")";

  private static final String SECONDS = "TIMESTAMPDIFF(SECOND, '1970-01-01', %s)";
  private static final String CLAIMS = claims("s");

  static final List<Invariant> ALL =
      List.of(
          new Invariant(
              "I2",
              "every accepted statement has its audit row",
              Rows.none(
                  "SELECT CONCAT(s.ra, ' ', s.jti) FROM registrar_statement s WHERE NOT EXISTS"
                      + " (SELECT 1 FROM audit_event a WHERE a.object = CONCAT('order:', s.reference)"
                      + " AND a.type IN ('order.accepted', 'order.superseded',"
                      + " 'order.revocation.accepted', 'order.revalidated',"
                      + " 'directory.choice.accepted')"
                      + " AND JSON_VALUE(a.detail, '$.statement') = s.jws_digest)",
                  "has no audit row")),
          new Invariant(
              "I8",
              "every wish about the public look-up is what a kept statement says",
              Rows.none(
                  "SELECT CONCAT(d.owner, ' ', d.reference) FROM directory_choice d WHERE NOT EXISTS"
                      + " (SELECT 1 FROM registrar_statement s JOIN registrar_order o"
                      + " ON o.reference = s.reference WHERE s.reference = d.reference"
                      + " AND s.kind = 'directory' AND o.owner = d.owner AND JSON_VALUE("
                      + CLAIMS
                      + ", '$.iat') = "
                      + SECONDS.formatted("d.signed_at")
                      + " AND JSON_VALUE("
                      + CLAIMS
                      + ", '$.listed') IN (IF(d.listed, '1', '0'), IF(d.listed, 'true', 'false')))",
                  "is no statement's")),
          new Invariant(
              "I8",
              "every order is in force by a statement that is kept",
              Rows.none(
                  "SELECT o.reference FROM registrar_order o LEFT JOIN registrar_statement s"
                      + " ON s.ra = o.ra AND s.jti = o.jti AND s.kind IN ('enrolment', 'cmp')"
                      + " AND s.reference = o.reference WHERE s.id IS NULL",
                  "has no statement")),
          new Invariant(
              "I8",
              "every order says what its statement says",
              Rows.none(
                  "SELECT o.reference FROM registrar_order o JOIN registrar_statement s"
                      + " ON s.ra = o.ra AND s.jti = o.jti AND s.kind = 'enrolment' WHERE NOT COALESCE("
                      + claim("tenant", "o.tenant")
                      + claim("owner", "o.owner")
                      + claim("tier", "o.tier")
                      + claim("caseDigest", "o.case_digest")
                      + claim("validitySeconds", "o.validity_seconds")
                      + latestEnd()
                      + list("mailboxes[*]", "o.mailboxes", "'\n'")
                      + list("profiles[*]", "o.profiles", "','")
                      + subject()
                      + "TRUE, FALSE)",
                  "differs from its statement")),
          new Invariant(
              "I8",
              "every re-validation extends a kept order, by what a mailbox proof allows",
              Rows.none(
                  "SELECT CONCAT(s.ra, ' ', s.jti) FROM registrar_statement s"
                      + " LEFT JOIN registrar_order o ON o.reference = s.reference AND o.ra = s.ra"
                      + " AND o.jti = "
                      + text("s", "extends")
                      + " AND "
                      + seconds("s", "reusableUntil")
                      + " <= "
                      + seconds("s", "iat")
                      + " + 30 * 86400 WHERE s.kind = 'revalidation' AND o.reference IS NULL",
                  "extends no such order")),
          new Invariant(
              "I8",
              "the secret of an order ends when its first signing certificate is confirmed",
              Rows.none(
                  "SELECT o.reference FROM registrar_order o JOIN registrar_order_use u"
                      + " ON u.reference = o.reference AND u.use_name = 'signing'"
                      + " AND u.state = 'CONFIRMED' WHERE o.secret_box IS NOT NULL",
                  "still has its secret")),
          new Invariant(
              "I8",
              "every taken use belongs to a transaction in the same state, and to an order",
              Rows.none(
                  "SELECT "
                      + USE
                      + " FROM registrar_order_use u"
                      + " LEFT JOIN registrar_order o ON o.reference = u.reference"
                      + " LEFT JOIN cmp_transaction t ON t.transaction_id = u.transaction_id"
                      + " AND t.reference = u.reference AND t.use_name = u.use_name"
                      + " AND ((u.state = 'OPEN' AND t.state IN ('OPEN', 'WAITING', 'ISSUED'))"
                      + " OR (u.state = 'CONFIRMED' AND t.state = 'CONFIRMED'))"
                      + " WHERE t.id IS NULL OR o.reference IS NULL",
                  "is taken by no such transaction")),
          new Invariant(
              "I8",
              "every transaction that is open or confirmed holds its use",
              Rows.none(
                  "SELECT "
                      + TRANSACTION
                      + " FROM cmp_transaction t LEFT JOIN registrar_order_use u"
                      + " ON u.transaction_id = t.transaction_id AND u.reference = t.reference"
                      + " AND u.use_name = t.use_name"
                      + " WHERE t.state IN ('OPEN', 'WAITING', 'ISSUED', 'CONFIRMED') AND u.id IS NULL",
                  "holds no use")),
          new Invariant(
              "I8",
              "a transaction keeps its request exactly while it waits",
              Rows.none(
                  "SELECT "
                      + TRANSACTION
                      + " FROM cmp_transaction t WHERE (t.state = 'WAITING') <> (t.request IS NOT NULL"
                      + " AND t.poll_after IS NOT NULL) OR (t.request IS NOT NULL AND"
                      + " CONVERT(SHA2(t.request, 256) USING ascii) COLLATE ascii_bin"
                      + " <> t.request_digest)",
                  "and the request it keeps do not agree")),
          new Invariant(
              "I8",
              "a succession is stopped by a kept objection only, and an objection stops it",
              Rows.none(
                  "SELECT CONCAT(s.reference, ' ', s.former_owner) FROM owner_succession s"
                      + " WHERE (s.state = 'OBJECTED') <> EXISTS (SELECT 1 FROM owner_objection o"
                      + " WHERE o.reference = s.reference AND o.former_owner = s.former_owner)",
                  "and its objection do not agree")),
          new Invariant(
              "I9",
              "every answered transaction has the one certificate of its plan, in the same state",
              Rows.none(
                  "SELECT "
                      + TRANSACTION
                      + " FROM cmp_transaction t"
                      + ITS_CERTIFICATE
                      + " WHERE t.serial IS NOT NULL AND (c.id IS NULL OR c.serial <> t.serial"
                      + " OR c.issuer <> t.issuer OR NOT (c.order_reference <=> t.reference)"
                      + " OR c.state <> CASE t.state WHEN 'ISSUED' THEN 'UNCONFIRMED'"
                      + " WHEN 'CONFIRMED' THEN 'CONFIRMED' ELSE 'REJECTED' END)",
                  "and its certificate do not agree")),
          new Invariant(
              "I9",
              "every certificate of the CMP door was answered by its transaction",
              Rows.none(
                  "SELECT CONCAT(c.issuer, ' ', LOWER(HEX(c.serial))) FROM certificate c"
                      + " LEFT JOIN cmp_transaction t"
                      + " ON c.plan_key = CONCAT('cmp:', LOWER(HEX(t.transaction_id)))"
                      + " AND t.serial = c.serial"
                      + " WHERE c.plan_key LIKE 'cmp:%' AND t.id IS NULL",
                  "belongs to no transaction")),
          new Invariant(
              "I9",
              "a certificate that was rejected or never confirmed is revoked",
              Rows.none(
                  "SELECT "
                      + TRANSACTION
                      + " FROM cmp_transaction t LEFT JOIN revocation r"
                      + " ON r.issuer = t.issuer AND r.serial = t.serial"
                      + " WHERE t.state IN ('REJECTED', 'TIMED_OUT') AND t.serial IS NOT NULL"
                      + " AND r.id IS NULL",
                  "left a certificate that is not revoked")),
          new Invariant(
              "I9",
              "stored answers are the ones that were given",
              Rows.none(
                  "SELECT "
                      + TRANSACTION
                      + " FROM cmp_transaction t WHERE t.answer IS NOT NULL"
                      + " AND NOT (CONVERT(SHA2(t.answer, 256) USING ascii) COLLATE ascii_bin"
                      + " <=> t.answer_digest)",
                  "has another answer than it gave")));

  private OrderInvariants() {}

  /** The claims of a statement; as they stand, whoever signed them. */
  private static String claims(String statement) {
    String part = "SUBSTRING_INDEX(SUBSTRING_INDEX(%s.jws, '.', 2), '.', -1)".formatted(statement);
    return "CONVERT(FROM_BASE64(RPAD(REPLACE(REPLACE("
        + part
        + ", '-', '+'), '_', '/'), 4 * CEIL(LENGTH("
        + part
        + ") / 4), '=')) USING utf8mb4)";
  }

  private static String text(String statement, String name) {
    return "CONVERT(JSON_VALUE(%s, '$.%s') USING ascii) COLLATE ascii_bin"
        .formatted(claims(statement), name);
  }

  private static String seconds(String statement, String name) {
    return "CAST(JSON_VALUE(%s, '$.%s') AS UNSIGNED)".formatted(claims(statement), name);
  }

  /** That of the statement in force, or the latest that a re-validation of it states. */
  private static String latestEnd() {
    return SECONDS.formatted("o.reusable_until")
        + " = GREATEST("
        + seconds("s", "reusableUntil")
        + ", COALESCE((SELECT MAX("
        + seconds("r", "reusableUntil")
        + ") FROM registrar_statement r WHERE r.ra = o.ra AND r.reference = o.reference"
        + " AND r.kind = 'revalidation' AND o.jti = "
        + text("r", "extends")
        + "), 0)) AND ";
  }

  private static String claim(String name, String column) {
    return "BINARY JSON_VALUE(%s, '$.%s') = BINARY %s AND "
        .formatted(CLAIMS, name, "CONVERT(" + column + " USING utf8mb4)");
  }

  /** The texts of an array, joined as the column joins them. */
  private static String list(String path, String column, String separator) {
    return "BINARY (SELECT GROUP_CONCAT(e.value ORDER BY e.place SEPARATOR %s) FROM JSON_TABLE(%s, '$.%s'"
            .formatted(separator, CLAIMS, path)
        + " COLUMNS (place FOR ORDINALITY, value VARCHAR(1024) PATH '$')) e) = BINARY %s AND "
            .formatted("CONVERT(" + column + " USING utf8mb4)");
  }

  /** Types are written otherwise in claims; the values are what a certificate shows. */
  private static String subject() {
    return list("subject[*].value", "REGEXP_REPLACE(o.subject, '(?m)^[A-Z_]+=', '')", "'\\n'");
  }
}
