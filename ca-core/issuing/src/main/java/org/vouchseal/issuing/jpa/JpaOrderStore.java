package org.vouchseal.issuing.jpa;

import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.issuing.registrar.KeptSecret;
import org.vouchseal.issuing.registrar.Order;
import org.vouchseal.issuing.registrar.OrderStore;
import org.vouchseal.issuing.registrar.Statement;
import org.vouchseal.issuing.registrar.WaitingRenewal;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.ProfileName;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SubjectName;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.Entities;

/** Orders in {@code registrar_order}, statements in {@code registrar_statement}. */
public final class JpaOrderStore implements OrderStore {

  private static final int AT_ONCE = 100;

  private final Entities entities;

  public JpaOrderStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public Optional<Order> find(Reference reference) {
    return Optional.ofNullable(entities.current().find(RegistrarOrderRow.class, reference.value()))
        .map(JpaOrderStore::order);
  }

  @Override
  public Optional<Order> findAndLock(Reference reference) {
    return Optional.ofNullable(
            entities
                .current()
                .find(RegistrarOrderRow.class, reference.value(), LockModeType.PESSIMISTIC_WRITE))
        .map(JpaOrderStore::order);
  }

  @Override
  public Optional<KeptSecret> findSecret(Reference reference, Instant at) {
    // always one row, so that its absence does not show in the time
    Object[] row =
        (Object[])
            entities
                .current()
                .createNativeQuery(
                    "SELECT o.jti, o.secret_key_version, o.secret_box, o.state = 'OPEN'"
                        + " AND o.secret_until > ?2 AND o.reusable_until > ?2"
                        + " FROM (SELECT 1) x LEFT JOIN registrar_order o ON o.reference = ?1")
                .setParameter(1, reference.value())
                .setParameter(2, Columns.utc(at))
                .getSingleResult();
    boolean usable = row[3] instanceof Number truth && truth.intValue() == 1;
    return usable && row[2] instanceof byte[] box
        ? Optional.of(
            new KeptSecret(
                reference, row[0].toString(), new Wrapped(((Number) row[1]).intValue(), box)))
        : Optional.empty();
  }

  @Override
  public void insert(Order order) {
    entities.current().persist(row(order));
    entities.current().flush();
  }

  @Override
  public void replace(Order order) {
    RegistrarOrderRow unusedMerged = entities.current().merge(row(order));
    entities.current().flush();
  }

  @Override
  public boolean spendSecret(Reference reference, Instant at) {
    return entities
            .current()
            .createQuery(
                "UPDATE RegistrarOrderRow o SET o.secretBox = NULL, o.secretKeyVersion = NULL,"
                    + " o.secretSpentAt = :at WHERE o.reference = :reference"
                    + " AND o.secretBox IS NOT NULL")
            .setParameter("at", at)
            .setParameter("reference", reference.value())
            .executeUpdate()
        == 1;
  }

  @Override
  public List<Order> withExpiredSecret(Instant at) {
    return entities
        .current()
        .createQuery(
            "SELECT o FROM RegistrarOrderRow o WHERE o.secretBox IS NOT NULL"
                + " AND o.secretUntil <= :at ORDER BY o.secretUntil",
            RegistrarOrderRow.class)
        .setParameter("at", at)
        .setMaxResults(AT_ONCE)
        .getResultStream()
        .map(JpaOrderStore::order)
        .toList();
  }

  @Override
  public boolean revoke(Reference reference, Instant at) {
    boolean unusedHadSecret = spendSecret(reference, at);
    return entities
            .current()
            .createQuery(
                "UPDATE RegistrarOrderRow o SET o.state = 'REVOKED'"
                    + " WHERE o.reference = :reference AND o.state = 'OPEN'")
            .setParameter("reference", reference.value())
            .executeUpdate()
        == 1;
  }

  @Override
  public boolean extend(Reference reference, Instant reusableUntil) {
    return entities
            .current()
            .createQuery(
                "UPDATE RegistrarOrderRow o SET o.reusableUntil = :until"
                    + " WHERE o.reference = :reference AND o.state = 'OPEN'")
            .setParameter("until", reusableUntil)
            .setParameter("reference", reference.value())
            .executeUpdate()
        == 1;
  }

  @Override
  public List<WaitingRenewal> waitingRenewals(
      String ra, Instant at, Optional<Reference> after, int limit) {
    List<?> rows =
        entities
            .current()
            .createNativeQuery(
                "SELECT DISTINCT o.reference, o.jti FROM cmp_transaction t"
                    + " JOIN registrar_order o ON o.reference = t.reference"
                    + " WHERE t.state = 'WAITING' AND t.body = 'kur' AND o.ra = ?1"
                    + " AND o.state = 'OPEN' AND o.reusable_until <= ?2 AND o.reference > ?3"
                    + " ORDER BY o.reference LIMIT ?4")
            .setParameter(1, ra)
            .setParameter(2, Columns.utc(at))
            .setParameter(3, after.map(Reference::value).orElse(""))
            .setParameter(4, limit)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new WaitingRenewal(new Reference(row[0].toString()), row[1].toString()))
        .toList();
  }

  @Override
  public Optional<Statement> statement(String ra, String jti) {
    return entities
        .current()
        .createQuery(
            "SELECT s FROM RegistrarStatementRow s WHERE s.ra = :ra AND s.jti = :jti",
            RegistrarStatementRow.class)
        .setParameter("ra", ra)
        .setParameter("jti", jti)
        .getResultStream()
        .findFirst()
        .map(JpaOrderStore::statement);
  }

  @Override
  public List<Statement> statementsAbout(Reference reference) {
    return entities
        .current()
        .createQuery(
            "SELECT s FROM RegistrarStatementRow s WHERE s.reference = :reference"
                + " ORDER BY s.id DESC",
            RegistrarStatementRow.class)
        .setParameter("reference", reference.value())
        .getResultStream()
        .map(JpaOrderStore::statement)
        .toList();
  }

  private static Statement statement(RegistrarStatementRow row) {
    return new Statement(
        row.ra,
        row.jti,
        row.kind,
        new Reference(row.reference),
        row.jws,
        row.jwsDigest,
        row.acceptedAt);
  }

  @Override
  public void keep(Statement statement) {
    RegistrarStatementRow row = new RegistrarStatementRow();
    row.ra = statement.ra();
    row.jti = statement.jti();
    row.kind = statement.kind();
    row.reference = statement.reference().value();
    row.jws = statement.jws();
    row.jwsDigest = statement.jwsDigest();
    row.acceptedAt = statement.acceptedAt();
    entities.current().persist(row);
  }

  @Override
  public long acceptedSince(String ra, Instant since) {
    return entities
        .current()
        .createQuery(
            "SELECT COUNT(s) FROM RegistrarStatementRow s WHERE s.ra = :ra"
                + " AND s.kind IN ('enrolment', 'cmp', 'revalidation') AND s.acceptedAt >= :since",
            Long.class)
        .setParameter("ra", ra)
        .setParameter("since", since)
        .getSingleResult();
  }

  private static RegistrarOrderRow row(Order order) {
    RegistrarOrderRow row = new RegistrarOrderRow();
    row.reference = order.reference().value();
    row.ra = order.ra();
    row.jti = order.jti();
    row.tenant = order.tenant().value();
    row.owner = order.owner().value();
    row.tier = order.tier().name();
    row.subject =
        order.subject().attributes().stream()
            .map(attribute -> attribute.type().name() + "=" + attribute.value())
            .collect(Collectors.joining("\n"));
    row.mailboxes =
        order.mailboxes().stream().map(Mailbox::address).collect(Collectors.joining("\n"));
    row.profiles =
        order.profiles().stream().map(ProfileName::value).collect(Collectors.joining(","));
    row.validitySeconds = order.validity().toSeconds();
    row.reusableUntil = order.reusableUntil();
    row.caseDigest = order.caseDigest();
    row.acceptedAt = order.acceptedAt();
    row.secretUntil = order.secretUntil();
    row.state = order.state().name();
    row.secretKeyVersion = order.secret().map(Wrapped::keyVersion).orElse(null);
    row.secretBox = order.secret().map(Wrapped::box).orElse(null);
    return row;
  }

  private static Order order(RegistrarOrderRow row) {
    Optional<Wrapped> secret =
        row.secretBox == null || row.secretKeyVersion == null
            ? Optional.empty()
            : Optional.of(new Wrapped(row.secretKeyVersion, row.secretBox));
    return new Order(
        new Reference(row.reference),
        row.ra,
        row.jti,
        new TenantId(row.tenant),
        new OwnerId(row.owner),
        AssuranceTier.valueOf(row.tier),
        subject(row.subject),
        row.mailboxes.lines().map(Mailbox::parse).toList(),
        List.of(row.profiles.split(",")).stream().map(ProfileName::new).toList(),
        Duration.ofSeconds(row.validitySeconds),
        row.reusableUntil,
        row.caseDigest,
        row.acceptedAt,
        row.secretUntil,
        Order.State.valueOf(row.state),
        secret);
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
