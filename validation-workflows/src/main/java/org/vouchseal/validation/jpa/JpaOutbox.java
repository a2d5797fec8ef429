package org.vouchseal.validation.jpa;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.vouchseal.model.Mailbox;
import org.vouchseal.persistence.Entities;
import org.vouchseal.validation.outbox.Outbox;
import org.vouchseal.validation.outbox.OutgoingMail;

/**
 * The outbox in table {@code outbox_mail}. A claim is a later due time: whoever stops in between
 * leaves the mail to the next one after it.
 */
public final class JpaOutbox implements Outbox {

  private static final String WAITING = "WAITING";
  private static final String REFUSED = "REFUSED";

  private final Entities entities;

  public JpaOutbox(Entities entities) {
    this.entities = entities;
  }

  @Override
  public boolean write(OutgoingMail mail, String onceKey, Instant now, Instant giveUpAt) {
    EntityManager db = entities.current();
    db.flush();
    int written =
        db.createNativeQuery(
                "INSERT IGNORE INTO outbox_mail (id, once_key, recipient, subject, body,"
                    + " written_at, give_up_at, next_at, attempts, state)"
                    + " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?6, 0, 'WAITING')")
            .setParameter(1, mail.id())
            .setParameter(2, onceKey)
            .setParameter(3, mail.recipient().address())
            .setParameter(4, mail.subject())
            .setParameter(5, mail.body())
            .setParameter(6, Columns.utc(now))
            .setParameter(7, Columns.utc(giveUpAt))
            .executeUpdate();
    return written == 1;
  }

  @Override
  public void cancel(String id) {
    end(id, "CANCELLED");
  }

  @Override
  public List<Claim> claim(Instant now, Instant until, int limit) {
    EntityManager db = entities.current();
    List<?> due =
        db.createNativeQuery(
                "SELECT id FROM outbox_mail WHERE state = 'WAITING' AND next_at <= ?1"
                    + " ORDER BY next_at LIMIT ?2 FOR UPDATE SKIP LOCKED")
            .setParameter(1, Columns.utc(now))
            .setParameter(2, limit)
            .getResultList();
    List<Claim> claims = new ArrayList<>();
    for (Object id : due) {
      MailRow row = Objects.requireNonNull(db.find(MailRow.class, id));
      row.nextAt = until;
      row.attempts++;
      claims.add(
          new Claim(
              new OutgoingMail(
                  row.id,
                  Mailbox.parse(row.recipient),
                  row.subject,
                  Objects.requireNonNull(row.body, "a waiting mail has a text")),
              row.attempts,
              row.giveUpAt));
    }
    db.flush();
    return claims;
  }

  @Override
  public void sent(String id) {
    end(id, "SENT");
  }

  @Override
  public void postpone(String id, Instant next) {
    int unusedOne =
        entities
            .current()
            .createNativeQuery(
                "UPDATE outbox_mail SET next_at = ?1 WHERE id = ?2 AND state = 'WAITING'")
            .setParameter(1, Columns.utc(next))
            .setParameter(2, id)
            .executeUpdate();
  }

  @Override
  public void giveUp(String id) {
    end(id, "GIVEN_UP");
  }

  @Override
  public void refused(String id) {
    end(id, REFUSED);
  }

  @Override
  public boolean wasRefused(String id) {
    @Nullable MailRow row = entities.current().find(MailRow.class, id);
    return row != null && row.state.equals(REFUSED);
  }

  private void end(String id, String state) {
    entities.current().flush();
    int unusedOne =
        entities
            .current()
            .createNativeQuery(
                "UPDATE outbox_mail SET state = ?1, body = NULL WHERE id = ?2 AND state = ?3")
            .setParameter(1, state)
            .setParameter(2, id)
            .setParameter(3, WAITING)
            .executeUpdate();
  }
}
