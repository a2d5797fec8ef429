package org.vouchseal.validation.jpa;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.AssuranceTier;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.enrolment.Dossier;
import org.vouchseal.validation.enrolment.Enrolment;
import org.vouchseal.validation.enrolment.EnrolmentState;
import org.vouchseal.validation.enrolment.EnrolmentStore;
import org.vouchseal.validation.enrolment.OwnerProof;
import org.vouchseal.validation.enrolment.Revalidation;

/** Enrolments in table {@code enrolment}. */
public final class JpaEnrolmentStore implements EnrolmentStore {

  private final Entities entities;

  public JpaEnrolmentStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public void insert(Enrolment.MailboxPending enrolment) {
    Dossier dossier = enrolment.dossier();
    EnrolmentRow row = new EnrolmentRow();
    row.id = dossier.id().value();
    row.tenant = dossier.tenant().value();
    row.tier = dossier.tier().name();
    row.mailbox = dossier.mailbox().address();
    row.language = dossier.language();
    row.tokenDigest = dossier.tokenDigest();
    row.owner = dossier.owner().value();
    row.openedAt = dossier.openedAt();
    write(row, enrolment);
    entities.current().persist(row);
    entities.current().flush();
  }

  @Override
  public Optional<Enrolment> find(Reference id) {
    return Optional.ofNullable(entities.current().find(EnrolmentRow.class, id.value()))
        .map(JpaEnrolmentStore::read);
  }

  @Override
  public Optional<Enrolment> findAndLock(Reference id) {
    EnrolmentRow row =
        entities.current().find(EnrolmentRow.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      return Optional.empty();
    }
    // what was read before the lock may be old
    entities.current().refresh(row, LockModeType.PESSIMISTIC_WRITE);
    return Optional.of(read(row));
  }

  @Override
  public void update(Enrolment enrolment) {
    write(row(enrolment.dossier().id()), enrolment);
    entities.current().flush();
  }

  @Override
  public void keepOwnerProof(Reference id, OwnerProof proof) {
    EnrolmentRow row = row(id);
    row.ownerProof = proof.cms();
    row.joinsOwner = proof.owner().value();
    entities.current().flush();
  }

  @Override
  public Optional<OwnerProof> ownerProof(Reference id) {
    EnrolmentRow row = row(id);
    byte[] cms = row.ownerProof;
    String owner = row.joinsOwner;
    return cms == null || owner == null
        ? Optional.empty()
        : Optional.of(new OwnerProof(new OwnerId(owner), cms));
  }

  @Override
  public List<Reference> overdue(Instant now, int limit) {
    return entities
        .current()
        .createQuery(
            "SELECT e.id FROM EnrolmentRow e WHERE e.state = 'MAILBOX_PENDING'"
                + " AND e.revalidates IS NULL"
                + " AND e.expiresAt <= :now ORDER BY e.expiresAt",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultStream()
        .map(Reference::new)
        .toList();
  }

  @Override
  public void lookAt(Reference id, Instant when) {
    row(id).nextLookAt = when;
    entities.current().flush();
  }

  @Override
  public void lookAfresh(Reference id, Instant when) {
    EnrolmentRow row = row(id);
    row.nextLookAt = when;
    row.looks = 0;
    entities.current().flush();
  }

  @Override
  public void stepAt(Reference id, Instant when) {
    row(id).revalidationStepAt = when;
    entities.current().flush();
  }

  @Override
  public List<Reference> claimSteps(Instant now, Instant until, int limit) {
    List<?> due =
        entities
            .current()
            .createNativeQuery(
                "SELECT id FROM enrolment WHERE revalidation_step_at <= ?1"
                    + " ORDER BY revalidation_step_at LIMIT ?2 FOR UPDATE SKIP LOCKED")
            .setParameter(1, Columns.utc(now))
            .setParameter(2, limit)
            .getResultList();
    List<Reference> claimed = due.stream().map(id -> new Reference((String) id)).toList();
    for (Reference id : claimed) {
      int unusedOne =
          entities
              .current()
              .createNativeQuery("UPDATE enrolment SET revalidation_step_at = ?1 WHERE id = ?2")
              .setParameter(1, Columns.utc(until))
              .setParameter(2, id.value())
              .executeUpdate();
    }
    return claimed;
  }

  @Override
  public void lookAgainAt(Reference id, Instant when) {
    int unusedOne =
        entities
            .current()
            .createNativeQuery(
                "UPDATE enrolment SET next_look_at = ?1, looks = GREATEST(looks, 1) - 1"
                    + " WHERE id = ?2")
            .setParameter(1, Columns.utc(when))
            .setParameter(2, id.value())
            .executeUpdate();
  }

  @Override
  public List<DueLook> claimLooks(Instant now, Instant until, int limit) {
    List<?> due =
        entities
            .current()
            .createNativeQuery(
                "SELECT id, looks FROM enrolment WHERE next_look_at <= ?1 ORDER BY next_look_at"
                    + " LIMIT ?2 FOR UPDATE SKIP LOCKED")
            .setParameter(1, Columns.utc(now))
            .setParameter(2, limit)
            .getResultList();
    List<DueLook> claimed = new ArrayList<>();
    for (Object found : due) {
      Object[] columns = (Object[]) found;
      Reference id = new Reference((String) columns[0]);
      int looks = ((Number) columns[1]).intValue();
      int unusedOne =
          entities
              .current()
              .createNativeQuery(
                  "UPDATE enrolment SET next_look_at = ?1, looks = looks + 1 WHERE id = ?2")
              .setParameter(1, Columns.utc(until))
              .setParameter(2, id.value())
              .executeUpdate();
      claimed.add(new DueLook(id, looks));
    }
    return claimed;
  }

  @Override
  public void lookNoMore(Reference id) {
    row(id).nextLookAt = null;
    entities.current().flush();
  }

  private EnrolmentRow row(Reference id) {
    return Objects.requireNonNull(
        entities.current().find(EnrolmentRow.class, id.value()), "no such enrolment");
  }

  private static void write(EnrolmentRow row, Enrolment enrolment) {
    row.state = enrolment.state().name();
    row.expiresAt = enrolment.expiresAt();
    row.provedAt =
        orNull(
            enrolment.fold(
                Enrolment.MailboxPending::provedAt,
                approved -> Optional.of(approved.provedAt()),
                issued -> Optional.of(issued.provedAt()),
                Enrolment.Ended::provedAt));
    row.approvedAt =
        orNull(
            enrolment.fold(
                pending -> Optional.<Instant>empty(),
                approved -> Optional.of(approved.approvedAt()),
                issued -> Optional.of(issued.approvedAt()),
                Enrolment.Ended::approvedAt));
    row.reason =
        orNull(
            enrolment.fold(
                pending -> Optional.<String>empty(),
                approved -> Optional.<String>empty(),
                issued -> Optional.<String>empty(),
                ended -> Optional.of(ended.reason())));
    RevalidationColumns.write(
        row,
        enrolment.fold(
            pending -> Optional.<Revalidation>empty(),
            approved -> Optional.<Revalidation>empty(),
            Enrolment.Issued::revalidation,
            ended -> Optional.<Revalidation>empty()));
  }

  private static <T> @Nullable T orNull(Optional<T> value) {
    return value.isPresent() ? value.get() : null;
  }

  private static Enrolment read(EnrolmentRow row) {
    Dossier dossier =
        new Dossier(
            new Reference(row.id),
            new TenantId(row.tenant),
            AssuranceTier.valueOf(row.tier),
            Mailbox.parse(row.mailbox),
            row.language,
            row.tokenDigest,
            new OwnerId(row.owner),
            row.openedAt);
    EnrolmentState state = EnrolmentState.valueOf(row.state);
    Optional<Instant> proved = Optional.ofNullable(row.provedAt);
    Optional<Instant> approved = Optional.ofNullable(row.approvedAt);
    return switch (state) {
      case MAILBOX_PENDING ->
          row.revalidates == null
              ? new Enrolment.MailboxPending(dossier, row.expiresAt, proved)
              : issued(row, dossier);
      case APPROVED ->
          new Enrolment.Approved(
              dossier, row.expiresAt, proved.orElseThrow(), approved.orElseThrow());
      case ISSUED -> issued(row, dossier);
      case REJECTED, WITHDRAWN, EXPIRED ->
          new Enrolment.Ended(
              dossier,
              row.expiresAt,
              state,
              Objects.requireNonNull(row.reason, "an ended enrolment has a reason"),
              proved,
              approved);
      case DOCUMENTS_PENDING, IN_CHECK, SECOND_CHECK, APPLICANT_PENDING ->
          throw new IllegalStateException("state " + state + " belongs to a tier not offered here");
    };
  }

  private static Enrolment.Issued issued(EnrolmentRow row, Dossier dossier) {
    return new Enrolment.Issued(
        dossier,
        row.expiresAt,
        Objects.requireNonNull(row.provedAt, "an issued enrolment was proved"),
        Objects.requireNonNull(row.approvedAt, "an issued enrolment was approved"),
        RevalidationColumns.read(row));
  }
}
