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
    try (Connection certificates = issuing.getConnection();
        Connection keys = keyService.getConnection();
        PreparedStatement bySpki =
            keys.prepareStatement("SELECT spki FROM escrow WHERE spki_digest = ?");
        PreparedStatement byId =
            keys.prepareStatement("SELECT spki_digest FROM escrow WHERE escrow_id = ?")) {
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
    } catch (SQLException e) {
      throw new StoreUnavailable("certificates and keys in escrow cannot be compared", e);
    }
    return List.of(
        new CheckedInvariant(
            "I3",
            "every encryption certificate has exactly one key in escrow, its own",
            encryption),
        new CheckedInvariant("I3", "no other certificate has its key in escrow", others),
        new CheckedInvariant("I4", "every plan's escrow record is there", plans));
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
