package org.vouchseal.keyservice.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code answered_request}. */
@Entity
@Table(name = "answered_request")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class AnsweredRequestRow {

  @Id
  @Column(name = "request_digest")
  String requestDigest;

  @Column(name = "reference")
  String reference;

  @Column(name = "bound_at")
  Instant boundAt;

  protected AnsweredRequestRow() {}

  AnsweredRequestRow(String requestDigest) {
    this.requestDigest = requestDigest;
  }
}
