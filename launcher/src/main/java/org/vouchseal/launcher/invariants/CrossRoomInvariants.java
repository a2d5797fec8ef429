package org.vouchseal.launcher.invariants;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.vouchseal.model.runtime.StoreUnavailable;

/** I3 and I4 over issuing and the key service: which certificates have their key in escrow. */
final class CrossRoomInvariants {

  private static final String CERTIFICATES =
      "SELECT CONCAT(issuer, ' ', LOWER(HEX(serial))), key_class, LOWER(HEX(spki)), der"
          + " FROM certificate";
  private static final String PLANS =
      "SELECT CONCAT(issuer, ' ', LOWER(HEX(serial))), escrow_id, LOWER(HEX(spki))"
          + " FROM issuance_plan WHERE escrow_id IS NOT NULL";

  private static final String USES = "SELECT escrow_id FROM escrow_use";

  /** Whose key the key service knows to be in use, or is about to be told of. */
  private static final String TAKEN =
      "SELECT p.escrow_id, CONCAT(c.issuer, ' ', LOWER(HEX(c.serial))) FROM certificate c"
          + " JOIN issuance_plan p ON p.issuer = c.issuer AND p.serial = c.serial"
          + " LEFT JOIN key_in_use n ON n.escrow_id = p.escrow_id"
          + " WHERE c.state = 'CONFIRMED' AND p.escrow_id IS NOT NULL AND n.escrow_id IS NULL";

  private final DataSource issuing;
  private final DataSource keyService;

  CrossRoomInvariants(DataSource issuing, DataSource keyService) {
    this.issuing = issuing;
    this.keyService = keyService;
  }

  List<CheckedInvariant> run() {
    List<String> encryption = new ArrayList<>();
    List<String> others = new ArrayList<>();
    List<String> plans = new ArrayList<>();
    List<String> uses = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    try (Connection certificates = issuing.getConnection();
        Connection keys = keyService.getConnection();
        PreparedStatement bySpki =
            keys.prepareStatement("SELECT spki FROM escrow WHERE spki_digest = ?");
        PreparedStatement byId =
            keys.prepareStatement("SELECT spki_digest FROM escrow WHERE escrow_id = ?");
        PreparedStatement confirmed =
            certificates.prepareStatement(
                "SELECT 1 FROM certificate c JOIN issuance_plan p ON p.issuer = c.issuer"
                    + " AND p.serial = c.serial"
                    + " WHERE p.escrow_id = ? AND c.state = 'CONFIRMED'");
        PreparedStatement used =
            keys.prepareStatement("SELECT 1 FROM escrow_use WHERE escrow_id = ?")) {
      Rows.each(
          certificates,
          CERTIFICATES,
          row -> {
            List<byte[]> escrowed = escrowed(bySpki, row.getString(3));
            if (!row.getString(2).equals("ENC")) {
              if (!escrowed.isEmpty()) {
                others.add(
                    name(row) + "is of class " + row.getString(2) + ", its key is in escrow");
              }
              return;
            }
            Optional<String> fault = faultOfEncryption(escrowed, row.getBytes(4));
            if (fault.isPresent()) {
              encryption.add(name(row) + fault.get());
            }
          });
      Rows.each(
          certificates,
          PLANS,
          row -> {
            if (!spkiOf(byId, row.getString(2)).equals(Optional.of(row.getString(3)))) {
              plans.add(name(row) + "names escrow:" + row.getString(2) + ", which is not its key");
            }
          });
      Rows.each(
          keys,
          USES,
          row -> {
            if (!finds(confirmed, row.getString(1))) {
              uses.add("escrow:" + row.getString(1) + " has no confirmed certificate");
            }
          });
      Rows.each(
          certificates,
          TAKEN,
          row -> {
            if (!finds(used, row.getString(1))) {
              taken.add(row.getString(2) + " is confirmed, its key counts as unused");
            }
          });
    } catch (SQLException e) {
      throw new StoreUnavailable("certificates and keys in escrow cannot be compared", e);
    }
    return List.of(
        new CheckedInvariant(
            "I3",
            "every encryption certificate has exactly one key in escrow, its own",
            encryption),
        new CheckedInvariant("I3", "no other certificate has its key in escrow", others),
        new CheckedInvariant("I4", "every plan's escrow record is there", plans),
        new CheckedInvariant("I3", "every key in use has a confirmed certificate", uses),
        new CheckedInvariant("I3", "every confirmed certificate's key is in use", taken));
  }

  private static boolean finds(PreparedStatement statement, String escrowId) throws SQLException {
    statement.setString(1, escrowId);
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next();
    }
  }

  private static String name(ResultSet row) throws SQLException {
    return row.getString(1) + " ";
  }

  private static Optional<String> faultOfEncryption(List<byte[]> escrowed, byte[] certificate) {
    if (escrowed.size() != 1) {
      return Optional.of("has " + escrowed.size() + " keys in escrow");
    }
    try {
      byte[] spki =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate))
              .getPublicKey()
              .getEncoded();
      return Arrays.equals(spki, escrowed.get(0))
          ? Optional.empty()
          : Optional.of("has another key in escrow than its own");
    } catch (CertificateException e) {
      return Optional.of("cannot be decoded");
    }
  }

  private static List<byte[]> escrowed(PreparedStatement bySpki, String digest)
      throws SQLException {
    bySpki.setString(1, digest);
    List<byte[]> found = new ArrayList<>();
    try (ResultSet rows = bySpki.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getBytes(1));
      }
    }
    return found;
  }

  private static Optional<String> spkiOf(PreparedStatement byId, String escrowId)
      throws SQLException {
    byId.setString(1, escrowId);
    try (ResultSet rows = byId.executeQuery()) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }
}
