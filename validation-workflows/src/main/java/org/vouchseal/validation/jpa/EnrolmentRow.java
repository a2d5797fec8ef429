package org.vouchseal.validation.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code enrolment}. */
@Entity
@Table(name = "enrolment")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class EnrolmentRow {

  @Id
  @Column(name = "id")
  String id;

  @Column(name = "tenant", updatable = false)
  String tenant;

  @Column(name = "tier", updatable = false)
  String tier;

  @Column(name = "mailbox", updatable = false)
  String mailbox;

  @Column(name = "language", updatable = false)
  String language;

  @Column(name = "token_digest", updatable = false)
  String tokenDigest;

  @Column(name = "owner", updatable = false)
  String owner;

  @Column(name = "opened_at", updatable = false)
  Instant openedAt;

  @Column(name = "state")
  String state;

  @Column(name = "expires_at")
  Instant expiresAt;

  @Column(name = "proved_at")
  @Nullable Instant provedAt;

  @Column(name = "approved_at")
  @Nullable Instant approvedAt;

  @Column(name = "reason")
  @Nullable String reason;

  @Column(name = "owner_proof")
  byte @Nullable [] ownerProof;

  @Column(name = "joins_owner")
  @Nullable String joinsOwner;

  @Column(name = "revalidates")
  @Nullable String revalidates;

  @Column(name = "revalidation_opened_at")
  @Nullable Instant revalidationOpenedAt;

  @Column(name = "revalidation_ends_at")
  @Nullable Instant revalidationEndsAt;

  @Column(name = "revalidation_step_at")
  @Nullable Instant revalidationStepAt;

  @Column(name = "next_look_at")
  @Nullable Instant nextLookAt;

  @Column(name = "looks")
  int looks;

  protected EnrolmentRow() {}
}
