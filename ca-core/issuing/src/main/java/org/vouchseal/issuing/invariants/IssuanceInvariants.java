package org.vouchseal.issuing.invariants;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import org.vouchseal.issuing.profile.CertificateProfiles;
import org.vouchseal.issuing.x509.CertificateFacts;
import org.vouchseal.issuing.x509.CrlScope;
import org.vouchseal.issuing.x509.PlannedFacts;
import org.vouchseal.issuing.x509.SignedParts;
import org.vouchseal.model.Sha256;

/** I1b, I5 and I9: plans, certificates and key classes. */
final class IssuanceInvariants {

  private static final String NAME = "CONCAT(%1$s.issuer, ' ', LOWER(HEX(%1$s.serial)))";

  static final List<Invariant> ALL =
      List.of(
          new Invariant(
              "I1b",
              "every certificate carries the bytes of its plan, and its plan the linted ones",
              IssuanceInvariants::bytes),
          new Invariant(
              "I1b",
              "every certificate without a plan is an import of the ceremony",
              Rows.none(
                  "SELECT "
                      + NAME.formatted("c")
                      + " FROM certificate c WHERE c.plan_key IS NULL AND NOT EXISTS"
                      + " (SELECT 1 FROM audit_event a WHERE a.type = 'certificate.imported'"
                      + " AND a.object = CONCAT('certificate:', LOWER(HEX(c.serial))))",
                  "has neither plan nor import")),
          new Invariant(
              "I3",
              "every plan of an encryption profile names an escrow record, no other one does",
              Rows.none(
                  "SELECT "
                      + NAME.formatted("p")
                      + " FROM issuance_plan p JOIN spki_class k ON k.spki = p.spki"
                      + " WHERE (k.key_class = 'ENC') <> (p.escrow_id IS NOT NULL)",
                  "escrow record and key class do not fit")),
          new Invariant(
              "I5",
              "the bytes of every plan carry its columns, and make no CA",
              IssuanceInvariants::plans),
          new Invariant(
              "I5", "columns of certificates agree with their bytes", IssuanceInvariants::columns),
          new Invariant(
              "I5",
              "every key has one class, the one of its certificates' profiles",
              IssuanceInvariants::classes),
          new Invariant(
              "I5",
              "a compromised key has no certificate that is not revoked",
              Rows.none(
                  "SELECT "
                      + NAME.formatted("c")
                      + " FROM certificate c JOIN certificate o ON o.spki = c.spki"
                      + " JOIN revocation r ON r.issuer = o.issuer AND r.serial = o.serial"
                      + " WHERE r.reason = 1 AND NOT EXISTS (SELECT 1 FROM revocation x"
                      + " WHERE x.issuer = c.issuer AND x.serial = c.serial)",
                  "its key was revoked for keyCompromise")),
          new Invariant(
              "I9",
              "one plan has at most one certificate, with its serial number",
              Rows.none(
                  "SELECT "
                      + NAME.formatted("c")
                      + " FROM certificate c JOIN issuance_plan p ON p.idempotency_key = c.plan_key"
                      + " WHERE p.issuer <> c.issuer OR p.serial <> c.serial OR p.spki <> c.spki",
                  "is not the certificate of its plan")));

  private IssuanceInvariants() {}

  private static void bytes(Connection connection, BiConsumer<String, String> fault)
      throws SQLException {
    Rows.each(
        connection,
        "SELECT "
            + NAME.formatted("p")
            + ", p.tbs, p.tbs_digest, c.der FROM issuance_plan p"
            + " LEFT JOIN certificate c ON c.plan_key = p.idempotency_key",
        row -> {
          byte[] tbs = row.getBytes(2);
          byte[] der = row.getBytes(4);
          if (!Sha256.hex(tbs).equals(row.getString(3))) {
            fault.accept(row.getString(1), "the planned bytes are not the linted ones");
          }
          if (der != null && !java.util.Arrays.equals(SignedParts.toBeSigned(der), tbs)) {
            fault.accept(row.getString(1), "the certificate is not what was planned");
          }
        });
  }

  private static void plans(Connection connection, BiConsumer<String, String> fault)
      throws SQLException {
    Rows.each(
        connection,
        "SELECT "
            + NAME.formatted("p")
            + ", LOWER(HEX(p.serial)), LOWER(HEX(p.spki)), p.mailboxes,"
            + " DATE_FORMAT(p.not_before, '%Y-%m-%dT%H:%i:%sZ'),"
            + " DATE_FORMAT(p.not_after, '%Y-%m-%dT%H:%i:%sZ'), p.tbs, p.issuer, p.crl_shard FROM issuance_plan p",
        row -> {
          if (!agrees(row)) {
            fault.accept(row.getString(1), "its bytes say something else than its columns");
          }
        });
  }

  private static boolean agrees(ResultSet row) throws SQLException {
    PlannedFacts facts;
    try {
      facts = PlannedFacts.of(row.getBytes(7));
    } catch (IllegalArgumentException unreadable) {
      return false;
    }
    return !facts.ca()
        && facts.serial().hex().equals(row.getString(2))
        && facts.spki().hex().equals(row.getString(3))
        && String.join("\n", facts.mailboxes()).equals(row.getString(4))
        && facts.notBefore().toString().equals(row.getString(5))
        && facts.notAfter().toString().equals(row.getString(6))
        && namesList(facts, row.getString(8), row.getInt(9));
  }

  /** Certificates without a distribution point are on the list of all. */
  private static boolean namesList(PlannedFacts facts, String issuer, int shard) {
    if (shard < 0 || shard > CrlScope.MOST_SHARDS) {
      return false;
    }
    CrlScope scope = new CrlScope(issuer, shard);
    return facts.crlAddresses().isEmpty()
        ? scope.isFull()
        : facts.crlAddresses().stream().allMatch(a -> a.endsWith("/" + scope.list() + ".crl"));
  }

  private static void columns(Connection connection, BiConsumer<String, String> fault)
      throws SQLException {
    Rows.each(
        connection,
        "SELECT "
            + NAME.formatted("c")
            + ", LOWER(HEX(c.serial)), LOWER(HEX(c.spki)),"
            + " DATE_FORMAT(c.not_after, '%Y-%m-%dT%H:%i:%sZ'), c.der FROM certificate c",
        row -> {
          CertificateFacts facts = CertificateFacts.of(row.getBytes(5));
          boolean agrees =
              facts.serial().hex().equals(row.getString(2))
                  && facts.spki().hex().equals(row.getString(3))
                  && facts.notAfter().toString().equals(row.getString(4));
          if (!agrees) {
            fault.accept(row.getString(1), "serial, key or end differ from the bytes");
          }
        });
  }

  private static void classes(Connection connection, BiConsumer<String, String> fault)
      throws SQLException {
    CertificateProfiles profiles = CertificateProfiles.standard();
    Rows.each(
        connection,
        "SELECT "
            + NAME.formatted("x")
            + ", x.profile, COALESCE(k.key_class, '') FROM"
            + " (SELECT issuer, serial, profile, spki FROM certificate"
            + " UNION SELECT issuer, serial, profile, spki FROM issuance_plan) x"
            + " LEFT JOIN spki_class k ON k.spki = x.spki",
        row -> {
          String expected =
              profiles
                  .find(new org.vouchseal.model.ProfileName(row.getString(2)))
                  .map(profile -> profile.keyClass().name())
                  .orElse("no profile");
          if (!expected.equals(row.getString(3))) {
            fault.accept(
                row.getString(1), "key registered as '" + row.getString(3) + "', not " + expected);
          }
        });
  }
}
