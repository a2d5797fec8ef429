package org.vouchseal.issuing.invariants;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.model.Sha256;

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
              "every revocation that was on a list is on the newest until after its expiry",
              CrlInvariants::newest));

  private CrlInvariants() {}

  private static void newest(Connection connection, BiConsumer<String, String> fault)
      throws SQLException {
    Map<String, ByteArrayOutputStream> lists = new LinkedHashMap<>();
    Map<String, String> digests = new HashMap<>();
    Rows.each(
        connection,
        "SELECT p.issuer, p.bytes, c.digest FROM published_crl p JOIN crl c"
            + " ON c.issuer = p.issuer AND c.crl_number = p.crl_number ORDER BY p.issuer, p.part",
        row -> {
          lists
              .computeIfAbsent(row.getString(1), issuer -> new ByteArrayOutputStream())
              .writeBytes(row.getBytes(2));
          digests.put(row.getString(1), row.getString(3));
        });
    Map<String, Set<String>> listed = new HashMap<>();
    for (Map.Entry<String, ByteArrayOutputStream> list : lists.entrySet()) {
      byte[] der = list.getValue().toByteArray();
      if (!Sha256.hex(der).equals(digests.get(list.getKey()))) {
        fault.accept(list.getKey(), "the newest list is not the one that was published");
        return;
      }
      listed.put(list.getKey(), serials(der));
    }
    Rows.each(
        connection,
        "SELECT r.issuer, LOWER(HEX(r.serial)) FROM revocation r JOIN"
            + " (SELECT issuer, MAX(this_update) AS newest FROM crl GROUP BY issuer) c"
            + " ON c.issuer = r.issuer WHERE r.first_crl IS NOT NULL AND r.not_after >= c.newest",
        row -> {
          if (!listed.getOrDefault(row.getString(1), Set.of()).contains(row.getString(2))) {
            fault.accept(row.getString(1) + " " + row.getString(2), "is not on the newest list");
          }
        });
  }

  private static Set<String> serials(byte[] der) {
    Set<String> found = new HashSet<>();
    try {
      new CrlCodec().forEachSerial(new ByteArrayInputStream(der), s -> found.add(s.hex()));
    } catch (IOException e) {
      throw new UncheckedIOException("a list in the database cannot be read", e);
    }
    return found;
  }
}
