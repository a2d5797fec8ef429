package org.vouchseal.issuing.invariants;

import java.util.List;

/** I6: CRL numbers strictly grow, and no unexpired revoked serial number leaves. */
final class CrlInvariants {

  static final List<Invariant> ALL =
      List.of(
          new Invariant(
              "I6",
              "a later list has a higher number",
              Rows.none(
                  "SELECT CONCAT(b.issuer, ' ', b.crl_number) FROM crl a JOIN crl b"
                      + " ON b.issuer = a.issuer AND b.id > a.id AND b.crl_number <= a.crl_number",
                  "is not higher than an earlier one")),
          new Invariant(
              "I6",
              "the kept lists are whole",
              Rows.none(
                  "SELECT CONCAT(c.issuer, ' ', c.crl_number) FROM crl c JOIN"
                      + " (SELECT issuer, crl_number, SUM(LENGTH(bytes)) AS octets FROM crl_part"
                      + " GROUP BY issuer, crl_number) p"
                      + " ON p.issuer = c.issuer AND p.crl_number = c.crl_number"
                      + " WHERE p.octets <> c.octets",
                  "has lost parts")),
          new Invariant(
              "I6",
              "every revocation belongs to the list that its certificate names",
              Rows.none(
                  "SELECT CONCAT(r.issuer, ' ', LOWER(HEX(r.serial))) FROM revocation r"
                      + " LEFT JOIN issuance_plan p ON p.issuer = r.issuer AND p.serial = r.serial"
                      + " WHERE r.crl_shard <> COALESCE(p.crl_shard, 0)",
                  "is on another list than the certificate names")),
          new Invariant(
              "I6",
              "every revocation that was on a list is on the newest until after its expiry",
              new NewestLists()));

  private CrlInvariants() {}
}
