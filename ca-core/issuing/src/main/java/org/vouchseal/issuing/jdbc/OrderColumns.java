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

  /** Their names with an alias of the table before each. */
  static String of(String alias) {
    return NAMES.stream().map(name -> alias + "." + name).collect(Collectors.joining(", "));
  }

  /**
   * An order.
   *
   * @param before how many columns stand before its own
   */
  static Order read(ResultSet row, int before) throws SQLException {
    return new Order(
        new Reference(row.getString(before + 1)),
        row.getString(before + 2),
        row.getString(before + 3),
        new TenantId(row.getString(before + 4)),
        new OwnerId(row.getString(before + 5)),
        AssuranceTier.valueOf(row.getString(before + 6)),
        subject(row.getString(before + 7)),
        Columns.mailboxes(row.getString(before + 8)),
        List.of(row.getString(before + 9).split(",")).stream().map(ProfileName::new).toList(),
        Duration.ofSeconds(row.getLong(before + 10)),
        SqlStatements.instant(row, before + 11),
        row.getString(before + 12),
        SqlStatements.instant(row, before + 13),
        SqlStatements.instant(row, before + 14),
        Order.State.valueOf(row.getString(before + 15)),
        wrapped(row, before));
  }

  private static Optional<Wrapped> wrapped(ResultSet row, int before) throws SQLException {
    int version = row.getInt(before + 16);
    boolean absent = row.wasNull();
    return Optional.ofNullable(row.getBytes(before + 17))
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
