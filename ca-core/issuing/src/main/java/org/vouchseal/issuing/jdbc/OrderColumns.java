package org.vouchseal.issuing.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.SqlStatements;

/** How an order stands in the columns of {@code registrar_order}. */
final class OrderColumns {

  /** All but {@code secret_spent_at}, in the order of {@link #read} and {@link #values}. */
  static final List<String> NAMES =
      List.of(
          "reference",
          "ra",
          "jti",
          "tenant",
          "owner",
          "tier",
          "subject",
          "mailboxes",
          "profiles",
          "validity_seconds",
          "reusable_until",
          "case_digest",
          "accepted_at",
          "secret_until",
          "state",
          "secret_key_version",
          "secret_box");

  private OrderColumns() {}

  static Order read(ResultSet row) throws SQLException {
    return new Order(
        new Reference(row.getString(1)),
        row.getString(2),
        row.getString(3),
        new TenantId(row.getString(4)),
        new OwnerId(row.getString(5)),
        AssuranceTier.valueOf(row.getString(6)),
        subject(row.getString(7)),
        Columns.mailboxes(row.getString(8)),
        List.of(row.getString(9).split(",")).stream().map(ProfileName::new).toList(),
        Duration.ofSeconds(row.getLong(10)),
        SqlStatements.instant(row, 11),
        row.getString(12),
        SqlStatements.instant(row, 13),
        SqlStatements.instant(row, 14),
        Order.State.valueOf(row.getString(15)),
        wrapped(row));
  }

  private static Optional<Wrapped> wrapped(ResultSet row) throws SQLException {
    int version = row.getInt(16);
    boolean absent = row.wasNull();
    return Optional.ofNullable(row.getBytes(17))
        .filter(box -> !absent)
        .map(box -> new Wrapped(version, box));
  }

  static @Nullable Object[] values(Order order) {
    return new @Nullable Object[] {
      order.reference().value(),
      order.ra(),
      order.jti(),
      order.tenant().value(),
      order.owner().value(),
      order.tier().name(),
      order.subject().attributes().stream()
          .map(attribute -> attribute.type().name() + "=" + attribute.value())
          .collect(Collectors.joining("\n")),
      Columns.mailboxes(order.mailboxes()),
      order.profiles().stream().map(ProfileName::value).collect(Collectors.joining(",")),
      order.validity().toSeconds(),
      order.reusableUntil(),
      order.caseDigest(),
      order.acceptedAt(),
      order.secretUntil(),
      order.state().name(),
      order.secret().map(Wrapped::keyVersion).orElse(null),
      order.secret().map(Wrapped::box).orElse(null)
    };
  }

  private static SubjectName subject(String text) {
    List<SubjectName.Attribute> attributes = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      attributes.add(
          new SubjectName.Attribute(
              SubjectName.AttributeType.valueOf(line.substring(0, equals)),
              line.substring(equals + 1)));
    }
    return new SubjectName(attributes);
  }
}
