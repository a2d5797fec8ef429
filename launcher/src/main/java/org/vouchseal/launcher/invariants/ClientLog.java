package org.vouchseal.launcher.invariants;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.vouchseal.model.runtime.StoreUnavailable;

/** Certificates that clients wrote down when they got them, for I1. */
public final class ClientLog {

  private static final String ID = "I1";

  private record Entry(String issuer, String serial) {}

  private final List<Entry> entries;

  private ClientLog(List<Entry> entries) {
    this.entries = entries;
  }

  /** No log was kept. */
  public static ClientLog none() {
    return new ClientLog(List.of());
  }

  /**
   * Reads lines of issuer and serial number in hexadecimal, with a comma or blanks between; empty
   * lines and those that begin with {@code #} are skipped.
   *
   * @throws IllegalArgumentException naming the first line of another form
   */
  public static ClientLog parse(List<String> lines) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.split("[,\\s]+", -1);
      if (words.length != 2
          || !words[0].matches("[a-z]{1,16}")
          || !words[1].matches("[0-9A-Fa-f]{1,40}")) {
        throw new IllegalArgumentException(
            "line " + (i + 1) + " is '" + line + "', not issuer and serial number in hexadecimal");
      }
      entries.add(new Entry(words[0], words[1].toLowerCase(Locale.ROOT)));
    }
    return new ClientLog(List.copyOf(entries));
  }

  CheckedInvariant check(DataSource issuing) {
    List<String> missing = new ArrayList<>();
    try (Connection connection = issuing.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT 1 FROM certificate WHERE issuer = ?" + " AND serial IN (?, ?)")) {
      for (Entry entry : entries) {
        query.setString(1, entry.issuer);
        // with and without the octet that only keeps a number positive
        byte[] signed = new BigInteger(entry.serial, 16).toByteArray();
        boolean padded = signed.length > 1 && signed[0] == 0;
        query.setBytes(2, signed);
        query.setBytes(3, padded ? Arrays.copyOfRange(signed, 1, signed.length) : signed);
        try (ResultSet found = query.executeQuery()) {
          if (!found.next()) {
            missing.add(entry.issuer + " " + entry.serial + " was received and has no row");
          }
        }
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("I1 cannot be checked", e);
    }
    return new CheckedInvariant(
        ID,
        "every certificate that a client received has a row (" + entries.size() + " in its log)",
        missing);
  }
}
