package org.vouchseal.validation.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code sent_order}. */
@Entity
@Table(name = "sent_order")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class SentOrderRow {

  @Id
  @Column(name = "jti")
  String jti;

  @Column(name = "reference", updatable = false)
  String reference;

  @Column(name = "number", updatable = false)
  int number;

  @Column(name = "kind", updatable = false)
  String kind;

  @Column(name = "jws", updatable = false)
  String jws;

  @Column(name = "signed_at", updatable = false)
  Instant signedAt;

  @Column(name = "state")
  String state;

  @Column(name = "answer")
  @Nullable String answer;

  protected SentOrderRow() {}
}
