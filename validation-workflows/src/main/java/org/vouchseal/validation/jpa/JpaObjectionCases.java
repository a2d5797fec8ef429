package org.vouchseal.validation.jpa;

import java.util.List;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.objection.ObjectionCase;
import org.vouchseal.validation.objection.ObjectionCases;

/** Objection cases in table {@code objection_case}. */
public final class JpaObjectionCases implements ObjectionCases {

  private final Entities entities;

  public JpaObjectionCases(Entities entities) {
    this.entities = entities;
  }

  @Override
  public boolean openIfNew(ObjectionCase objection) {
    int added =
        entities
            .current()
            .createNativeQuery(
                "INSERT IGNORE INTO objection_case (id, enrolment, state, opened_at)"
                    + " VALUES (?1, ?2, 'IN_CHECK', ?3)")
            .setParameter(1, objection.id().value())
            .setParameter(2, objection.enrolment().value())
            .setParameter(3, Columns.utc(objection.openedAt()))
            .executeUpdate();
    return added == 1;
  }

  @Override
  public Optional<ObjectionCase> of(Reference enrolment) {
    // the snapshot may be older than the row that made the insert do nothing
    List<?> found =
        entities
            .current()
            .createNativeQuery(
                "SELECT id, opened_at FROM objection_case WHERE enrolment = ?1 LOCK IN SHARE MODE")
            .setParameter(1, enrolment.value())
            .getResultList();
    return found.stream()
        .findFirst()
        .map(Object[].class::cast)
        .map(
            row ->
                new ObjectionCase(
                    new Reference((String) row[0]), enrolment, Columns.instant(row[1])));
  }
}
