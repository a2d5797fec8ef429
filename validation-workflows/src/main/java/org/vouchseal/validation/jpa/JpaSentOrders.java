package org.vouchseal.validation.jpa;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.order.SentOrder;
import org.vouchseal.validation.order.SentOrders;

/** Statements for the registrar in table {@code sent_order}. */
public final class JpaSentOrders implements SentOrders {

  private static final int LONGEST_ANSWER = 500;

  private final Entities entities;

  public JpaSentOrders(Entities entities) {
    this.entities = entities;
  }

  @Override
  public void intend(SentOrder order) {
    SentOrderRow row = new SentOrderRow();
    row.jti = order.jti();
    row.reference = order.reference().value();
    row.number = order.number();
    row.kind = order.kind().name().toLowerCase(Locale.ROOT);
    row.jws = order.jws();
    row.signedAt = order.signedAt();
    row.state = order.state().name();
    entities.current().persist(row);
    entities.current().flush();
  }

  @Override
  public void answered(String jti, SentOrder.State state, String answer) {
    SentOrderRow row =
        Objects.requireNonNull(
            entities.current().find(SentOrderRow.class, jti), "no such statement");
    row.state = state.name();
    row.answer = answer.substring(0, Math.min(answer.length(), LONGEST_ANSWER));
    entities.current().flush();
  }

  @Override
  public Optional<SentOrder> newestNotRefused(Reference reference) {
    return entities
        .current()
        .createQuery(
            "SELECT o FROM SentOrderRow o WHERE o.reference = :reference AND o.kind = 'enrolment'"
                + " AND o.state <> 'REFUSED' ORDER BY o.number DESC",
            SentOrderRow.class)
        .setParameter("reference", reference.value())
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(JpaSentOrders::read);
  }

  @Override
  public Optional<SentOrder> enrolment(Reference reference, String jti) {
    return Optional.ofNullable(entities.current().find(SentOrderRow.class, jti))
        .filter(row -> row.kind.equals("enrolment") && row.reference.equals(reference.value()))
        .map(JpaSentOrders::read);
  }

  @Override
  public Optional<SentOrder> newestRevalidation(Reference reference) {
    return entities
        .current()
        .createQuery(
            "SELECT o FROM SentOrderRow o WHERE o.reference = :reference"
                + " AND o.kind = 'revalidation' ORDER BY o.number DESC",
            SentOrderRow.class)
        .setParameter("reference", reference.value())
        .setMaxResults(1)
        .getResultStream()
        .findFirst()
        .map(JpaSentOrders::read);
  }

  @Override
  public int count(Reference reference) {
    return entities
        .current()
        .createQuery(
            "SELECT COUNT(o) FROM SentOrderRow o WHERE o.reference = :reference", Long.class)
        .setParameter("reference", reference.value())
        .getSingleResult()
        .intValue();
  }

  private static SentOrder read(SentOrderRow row) {
    return new SentOrder(
        row.jti,
        new Reference(row.reference),
        row.number,
        SentOrder.Kind.valueOf(row.kind.toUpperCase(Locale.ROOT)),
        row.jws,
        row.signedAt,
        SentOrder.State.valueOf(row.state));
  }
}
