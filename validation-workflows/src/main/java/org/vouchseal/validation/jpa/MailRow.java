package org.vouchseal.validation.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code outbox_mail}. */
@Entity
@Table(name = "outbox_mail")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class MailRow {

  @Id
  @Column(name = "id")
  String id;

  @Column(name = "once_key", updatable = false)
  String onceKey;

  @Column(name = "recipient", updatable = false)
  String recipient;

  @Column(name = "subject", updatable = false)
  String subject;

  @Column(name = "body")
  @Nullable String body;

  @Column(name = "written_at", updatable = false)
  Instant writtenAt;

  @Column(name = "give_up_at", updatable = false)
  Instant giveUpAt;

  @Column(name = "next_at")
  Instant nextAt;

  @Column(name = "attempts")
  int attempts;

  @Column(name = "state")
  String state;

  protected MailRow() {}
}
