package org.vouchseal.validation.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code mailbox_challenge}. */
@Entity
@Table(name = "mailbox_challenge")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class ChallengeRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "enrolment", updatable = false)
  String enrolment;

  @Column(name = "mailbox", updatable = false)
  String mailbox;

  @Column(name = "code_digest", updatable = false)
  String codeDigest;

  @Column(name = "made_at", updatable = false)
  Instant madeAt;

  @Column(name = "ends_at", updatable = false)
  Instant endsAt;

  @Column(name = "wrong_tries")
  int wrongTries;

  @Column(name = "state")
  String state;

  @Column(name = "mail", updatable = false)
  String mail;

  protected ChallengeRow() {}
}
