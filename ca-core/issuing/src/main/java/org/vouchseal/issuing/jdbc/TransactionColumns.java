package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vouchseal.issuing.cmp.CmpTransaction;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.SqlStatements;

/** How a transaction stands in the columns of {@code cmp_transaction}. */
final class TransactionColumns {

  /** In the order of {@link #read}. */
  static final List<String> NAMES =
      List.of(
          "transaction_id",
          "sender",
          "protection",
          "body",
          "profile",
          "use_name",
          "reference",
          "request_digest",
          "state",
          "opened_at",
          "confirm_until",
          "ended_at",
          "serial",
          "our_nonce",
          "last_digest",
          "answer",
          "request",
          "poll_after",
          "awaited");

  private TransactionColumns() {}

  /** Their names with an alias of the table before each. */
  static String of(String alias) {
    return NAMES.stream().map(name -> alias + "." + name).collect(Collectors.joining(", "));
  }

  /**
   * A transaction.
   *
   * @param before how many columns stand before its own
   */
  static CmpTransaction read(ResultSet row, int before) throws SQLException {
    return new CmpTransaction(
        row.getBytes(before + 1),
        row.getString(before + 2),
        row.getString(before + 3),
        row.getString(before + 4),
        Optional.ofNullable(row.getString(before + 5)).map(ProfileName::new),
        Optional.ofNullable(row.getString(before + 6)),
        new Reference(row.getString(before + 7)),
        row.getString(before + 8),
        CmpTransaction.State.valueOf(row.getString(before + 9)),
        SqlStatements.instant(row, before + 10),
        SqlStatements.instant(row, before + 11),
        SqlStatements.optionalInstant(row, before + 12),
        Optional.ofNullable(row.getBytes(before + 13)).map(Columns::serial),
        Optional.ofNullable(row.getBytes(before + 14)),
        Optional.ofNullable(row.getString(before + 15)),
        Optional.ofNullable(row.getBytes(before + 16)),
        waiting(row, before));
  }

  private static Optional<CmpTransaction.Waiting> waiting(ResultSet row, int before)
      throws SQLException {
    Optional<Instant> pollAfter = SqlStatements.optionalInstant(row, before + 18);
    Optional<String> awaited = Optional.ofNullable(row.getString(before + 19));
    return Optional.ofNullable(row.getBytes(before + 17))
        .flatMap(
            request ->
                pollAfter.map(
                    after ->
                        new CmpTransaction.Waiting(request, after, awaited.orElse("a decision"))));
  }
}
