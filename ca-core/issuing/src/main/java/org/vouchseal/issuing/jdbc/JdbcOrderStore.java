package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderEvidence;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.Statement;
import org.vouchseal.issuing.registrar.WaitingRenewal;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.RunningConnection;
import org.vouchseal.persistence.SqlStatements;

/**
 * Orders in {@code registrar_order}, statements in {@code registrar_statement}, how many a day in
 * {@code registrar_daily_count}.
 */
public final class JdbcOrderStore implements OrderStore {

  private static final int AT_ONCE = 100;
  private static final String COLUMNS = String.join(", ", OrderColumns.NAMES);
  private static final String SELECT = "SELECT " + COLUMNS + " FROM registrar_order ";
  private static final String BY_REFERENCE = SELECT + "WHERE reference = ?";
  private static final String INSERT =
      "INSERT INTO registrar_order ("
          + COLUMNS
          + ") VALUES ("
          + String.join(", ", Collections.nCopies(OrderColumns.NAMES.size(), "?"))
          + ")";
  private static final String REPLACE =
      "UPDATE registrar_order SET "
          + OrderColumns.NAMES.stream().map(name -> name + " = ?").collect(Collectors.joining(", "))
          + ", secret_spent_at = NULL WHERE reference = ?";
  private static final String STATEMENT =
      "SELECT ra, jti, kind, reference, jws, jws_digest, accepted_at FROM registrar_statement ";
  private static final String EVIDENCE =
      "SELECT "
          + OrderColumns.of("o")
          + ", a.name, s.ra, s.jti, s.kind, s.reference, s.jws, s.jws_digest, s.accepted_at,"
          + " s.id FROM registrar_order o"
          + " LEFT JOIN registration_authority a ON a.name = o.ra AND a.disabled_at IS NULL"
          + " LEFT JOIN registrar_statement s ON s.reference = o.reference"
          + " WHERE o.reference = ?";

  private final SqlStatements statements;

  public JdbcOrderStore(RunningConnection running) {
    this.statements = new SqlStatements(running);
  }

  private static Order order(ResultSet row) throws SQLException {
    return OrderColumns.read(row, 0);
  }

  @Override
  public Optional<Order> find(Reference reference) {
    return statements.first(BY_REFERENCE, JdbcOrderStore::order, reference.value());
  }

  @Override
  public Optional<Order> findAndLock(Reference reference) {
    return statements.first(BY_REFERENCE + " FOR UPDATE", JdbcOrderStore::order, reference.value());
  }

  @Override
  public void insert(Order order) {
    int unusedOne = statements.update(INSERT, OrderColumns.values(order));
  }

  @Override
  public void replace(Order order) {
    Object[] values = OrderColumns.values(order);
    Object[] withKey = java.util.Arrays.copyOf(values, values.length + 1);
    withKey[values.length] = order.reference().value();
    int unusedOne = statements.update(REPLACE, withKey);
  }

  @Override
  public boolean spendSecret(Reference reference, Instant at) {
    return statements.update(
            "UPDATE registrar_order SET secret_box = NULL, secret_key_version = NULL,"
                + " secret_spent_at = ? WHERE reference = ? AND secret_box IS NOT NULL",
            at,
            reference.value())
        == 1;
  }

  @Override
  public List<Order> withExpiredSecret(Instant at) {
    return statements.all(
        SELECT
            + "WHERE secret_box IS NOT NULL AND secret_until <= ? ORDER BY secret_until LIMIT "
            + AT_ONCE,
        JdbcOrderStore::order,
        at);
  }

  @Override
  public boolean revoke(Reference reference, Instant at) {
    boolean unusedHadSecret = spendSecret(reference, at);
    return statements.update(
            "UPDATE registrar_order SET state = 'REVOKED' WHERE reference = ? AND state = 'OPEN'",
            reference.value())
        == 1;
  }

  @Override
  public boolean extend(Reference reference, Instant reusableUntil) {
    return statements.update(
            "UPDATE registrar_order SET reusable_until = ? WHERE reference = ? AND state = 'OPEN'",
            reusableUntil,
            reference.value())
        == 1;
  }

  @Override
  public List<WaitingRenewal> waitingRenewals(
      String ra, Instant at, Optional<Reference> after, int limit) {
    return statements.all(
        "SELECT DISTINCT o.reference, o.jti FROM cmp_transaction t"
            + " JOIN registrar_order o ON o.reference = t.reference"
            + " WHERE t.state = 'WAITING' AND t.body = 'kur' AND o.ra = ?"
            + " AND o.state = 'OPEN' AND o.reusable_until <= ? AND o.reference > ?"
            + " ORDER BY o.reference LIMIT ?",
        row -> new WaitingRenewal(new Reference(row.getString(1)), row.getString(2)),
        ra,
        at,
        after.map(Reference::value).orElse(""),
        limit);
  }

  @Override
  public Optional<Statement> statement(String ra, String jti) {
    return statements.first(
        STATEMENT + "WHERE ra = ? AND jti = ?", row -> statement(row, 0), ra, jti);
  }

  @Override
  public Optional<OrderEvidence> evidence(Reference reference) {
    List<Piece> pieces = statements.all(EVIDENCE, JdbcOrderStore::piece, reference.value());
    return pieces.stream()
        .findFirst()
        .map(any -> new OrderEvidence(any.order(), any.authorityEnabled(), newestFirst(pieces)));
  }

  /** One row of the join: the order with one of its statements, or with none. */
  private record Piece(
      Order order, boolean authorityEnabled, Optional<Statement> statement, long number) {}

  private static Piece piece(ResultSet row) throws SQLException {
    int after = OrderColumns.NAMES.size();
    boolean enabled = Optional.ofNullable(row.getString(after + 1)).isPresent();
    boolean stated = Optional.ofNullable(row.getString(after + 2)).isPresent();
    return new Piece(
        OrderColumns.read(row, 0),
        enabled,
        stated ? Optional.of(statement(row, after + 1)) : Optional.empty(),
        row.getLong(after + 9));
  }

  /** Sorted here: the database would put texts of any length into a file to do it. */
  private static List<Statement> newestFirst(List<Piece> pieces) {
    return pieces.stream()
        .sorted(Comparator.comparingLong(Piece::number).reversed())
        .flatMap(piece -> piece.statement().stream())
        .toList();
  }

  private static Statement statement(ResultSet row, int before) throws SQLException {
    return new Statement(
        row.getString(before + 1),
        row.getString(before + 2),
        row.getString(before + 3),
        new Reference(row.getString(before + 4)),
        row.getString(before + 5),
        row.getString(before + 6),
        SqlStatements.instant(row, before + 7));
  }

  @Override
  public void keep(Statement statement) {
    int unusedOne =
        statements.update(
            "INSERT INTO registrar_statement (ra, jti, kind, reference, jws, jws_digest,"
                + " accepted_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            statement.ra(),
            statement.jti(),
            statement.kind(),
            statement.reference().value(),
            statement.jws(),
            statement.jwsDigest(),
            statement.acceptedAt());
  }

  @Override
  public int countOne(String ra, LocalDate day) {
    return statements
        .first(
            // one statement: an UPDATE that finds no row would lock the gap that another inserts in
            "INSERT INTO registrar_daily_count (ra, day, accepted) VALUES (?, ?, 1)"
                + " ON DUPLICATE KEY UPDATE accepted = accepted + 1 RETURNING accepted",
            row -> row.getInt(1),
            ra,
            day)
        .orElseThrow(() -> new IllegalStateException("a count that was written is not there"));
  }

  @Override
  public void takeBackOne(String ra, LocalDate day) {
    int unusedOne =
        statements.update(
            "UPDATE registrar_daily_count SET accepted = accepted - 1 WHERE ra = ? AND day = ?",
            ra,
            day);
  }
}
