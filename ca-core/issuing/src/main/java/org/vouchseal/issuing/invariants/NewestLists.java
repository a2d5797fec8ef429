package org.vouchseal.issuing.invariants;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vouchseal.issuing.x509.CrlCodec;
import org.vouchseal.issuing.x509.CrlCodec.SerialNumbers;
import org.vouchseal.model.SerialNumber;

/**
 * Reads the newest list of each name beside the revocations that must be on it. Both are sorted,
 * and neither stands in memory.
 */
final class NewestLists implements Invariant.Check {

  /** A list as it is recorded. */
  private record Recorded(String name, long number, String digest) {}

  @Override
  public void run(Connection connection, BiConsumer<String, String> fault) throws SQLException {
    List<Recorded> lists = new ArrayList<>();
    Rows.each(
        connection,
        "SELECT issuer, crl_number, digest FROM published_crl WHERE part = 0 ORDER BY issuer",
        row -> lists.add(new Recorded(row.getString(1), row.getLong(2), row.getString(3))));
    for (Recorded list : lists) {
      check(connection, list, fault);
    }
  }

  private static void check(Connection connection, Recorded list, BiConsumer<String, String> fault)
      throws SQLException {
    MessageDigest digest = sha256();
    try (InputStream parts = new SequenceInputStream(new Parts(connection, list));
        InputStream octets = new DigestInputStream(parts, digest)) {
      SerialNumbers listed = new CrlCodec().serials(octets);
      compare(listed, new RevokedSerials(connection, list.name()), list.name(), fault);
      long unusedRest = octets.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      fault.accept(list.name(), "the newest list cannot be read: " + e.getMessage());
      return;
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(list.digest())) {
      fault.accept(list.name(), "the newest list is not the one that was published");
    }
  }

  private static void compare(
      SerialNumbers listed, RevokedSerials revoked, String name, BiConsumer<String, String> fault)
      throws IOException, SQLException {
    Optional<SerialNumber> next = listed.next();
    for (@Nullable String serial = revoked.next(); serial != null; serial = revoked.next()) {
      while (next.isPresent() && next.get().hex().compareTo(serial) < 0) {
        next = listed.next();
      }
      if (next.isEmpty() || !next.get().hex().equals(serial)) {
        fault.accept(name + " " + serial, "is not on the newest list");
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The parts of a list, fetched one by one. */
  private static final class Parts implements Enumeration<InputStream> {
    private final Connection connection;
    private final Recorded list;
    private int part;
    private byte @Nullable [] next;

    Parts(Connection connection, Recorded list) {
      this.connection = connection;
      this.list = list;
      this.next = fetch();
    }

    @Override
    public boolean hasMoreElements() {
      return next != null;
    }

    @Override
    public InputStream nextElement() {
      byte[] bytes = java.util.Objects.requireNonNull(next);
      part++;
      next = fetch();
      return new ByteArrayInputStream(bytes);
    }

    private byte @Nullable [] fetch() {
      String query = "SELECT bytes FROM crl_part WHERE issuer = ? AND crl_number = ? AND part = ?";
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setString(1, list.name());
        statement.setLong(2, list.number());
        statement.setInt(3, part);
        try (ResultSet found = statement.executeQuery()) {
          return found.next() ? found.getBytes(1) : null;
        }
      } catch (SQLException e) {
        throw new UncheckedIOException(new IOException("cannot read a part", e));
      }
    }
  }
}
