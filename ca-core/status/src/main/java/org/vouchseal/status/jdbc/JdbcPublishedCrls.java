package org.vouchseal.status.jdbc;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;
import org.vouchseal.persistence.SqlStatements.RowReader;
import org.vouchseal.status.download.PublishedCrl;
import org.vouchseal.status.download.PublishedCrls;

/**
 * Reads the view {@code published_crl} of issuing's schema, whose lists stand in parts. All reads
 * of one transaction see the same list, also while a newer one is published.
 */
public final class JdbcPublishedCrls implements PublishedCrls {

  private final SqlStatements statements;
  private final String view;

  /** From that schema. */
  public JdbcPublishedCrls(RunningConnection running, String issuingSchema) {
    this.statements = new SqlStatements(running);
    this.view = Columns.schema(issuingSchema) + ".published_crl";
  }

  @Override
  public OptionalLong newestNumber(String list) {
    return row("crl_number", row -> OptionalLong.of(row.getLong(1)), list, 0)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public Optional<PublishedCrl> newest(String list, Consumer<byte[]> parts) {
    Optional<PublishedCrl> found =
        row(
            "crl_number, this_update, octets, digest",
            row ->
                new PublishedCrl(
                    row.getLong(1),
                    SqlStatements.instant(row, 2),
                    row.getLong(3),
                    row.getString(4)),
            list,
            0);
    if (found.isPresent()) {
      Optional<byte[]> bytes = part(list, 0);
      for (int part = 1; bytes.isPresent(); part++) {
        parts.accept(bytes.get());
        bytes = part(list, part);
      }
    }
    return found;
  }

  private Optional<byte[]> part(String list, int part) {
    return row("bytes", row -> row.getBytes(1), list, part);
  }

  private <T> Optional<T> row(String columns, RowReader<T> reader, String list, int part) {
    return statements.first(
        "SELECT " + columns + " FROM " + view + " WHERE issuer = ? AND part = ?",
        reader,
        list,
        part);
  }
}
