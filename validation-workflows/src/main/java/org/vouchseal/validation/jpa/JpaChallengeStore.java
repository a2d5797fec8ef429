package org.vouchseal.validation.jpa;

import jakarta.persistence.LockModeType;
import java.util.Objects;
import java.util.Optional;
import org.vouchseal.model.Mailbox;
import org.vouchseal.model.Reference;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.mailbox.ChallengeStore;
import org.vouchseal.validation.mailbox.MailboxChallenge;

/** Challenges in table {@code mailbox_challenge}. */
public final class JpaChallengeStore implements ChallengeStore {

  private final Entities entities;

  public JpaChallengeStore(Entities entities) {
    this.entities = entities;
  }

  @Override
  public void insert(MailboxChallenge challenge) {
    ChallengeRow row = new ChallengeRow();
    row.enrolment = challenge.enrolment().value();
    row.mailbox = challenge.mailbox().address();
    row.codeDigest = challenge.codeDigest();
    row.madeAt = challenge.madeAt();
    row.endsAt = challenge.endsAt();
    row.wrongTries = challenge.wrongTries();
    row.state = challenge.state().name();
    row.mail = challenge.mail();
    entities.current().persist(row);
  }

  @Override
  public Optional<MailboxChallenge> newest(Reference enrolment) {
    return entities
        .current()
        .createQuery(
            "SELECT c FROM ChallengeRow c WHERE c.enrolment = :enrolment ORDER BY c.id DESC",
            ChallengeRow.class)
        .setParameter("enrolment", enrolment.value())
        .setMaxResults(1)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .map(JpaChallengeStore::read);
  }

  @Override
  public void update(MailboxChallenge challenge) {
    ChallengeRow row =
        Objects.requireNonNull(
            entities.current().find(ChallengeRow.class, challenge.id()), "no such challenge");
    row.wrongTries = challenge.wrongTries();
    row.state = challenge.state().name();
    entities.current().flush();
  }

  private static MailboxChallenge read(ChallengeRow row) {
    return new MailboxChallenge(
        row.id,
        new Reference(row.enrolment),
        Mailbox.parse(row.mailbox),
        row.codeDigest,
        row.madeAt,
        row.endsAt,
        row.wrongTries,
        MailboxChallenge.State.valueOf(row.state),
        row.mail);
  }
}
