package org.vouchseal.issuing.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code cmp_transaction}. */
@Entity
@Table(name = "cmp_transaction")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class CmpTransactionRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "transaction_id", nullable = false, updatable = false)
  byte[] transactionId;

  @Column(name = "sender", nullable = false, updatable = false)
  String sender;

  @Column(name = "protection", nullable = false, updatable = false)
  String protection;

  @Column(name = "body", nullable = false, updatable = false)
  String body;

  @Column(name = "profile", updatable = false)
  @Nullable String profile;

  @Column(name = "use_name", updatable = false)
  @Nullable String useName;

  @Column(name = "reference", nullable = false, updatable = false)
  String reference;

  @Column(name = "request_digest", nullable = false, updatable = false)
  String requestDigest;

  @Column(name = "state", nullable = false)
  String state;

  @Column(name = "opened_at", nullable = false, updatable = false)
  Instant openedAt;

  @Column(name = "confirm_until", nullable = false)
  Instant dueAt;

  @Column(name = "ended_at")
  @Nullable Instant endedAt;

  @Column(name = "issuer")
  @Nullable String issuer;

  @Column(name = "serial")
  byte @Nullable [] serial;

  @Column(name = "our_nonce")
  byte @Nullable [] ourNonce;

  @Column(name = "last_digest")
  @Nullable String lastDigest;

  @Column(name = "request")
  byte @Nullable [] request;

  @Column(name = "poll_after")
  @Nullable Instant pollAfter;

  @Column(name = "answer")
  byte @Nullable [] answer;

  @Column(name = "answer_digest")
  @Nullable String answerDigest;

  protected CmpTransactionRow() {}
}
