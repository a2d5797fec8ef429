package org.vouchseal.keyservice.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code signer}. */
@Entity
@Table(name = "signer")
@SuppressWarnings("NullAway") // filled by the store or by JPA
class SignerRow {

  @Id
  @Column(name = "spki_digest")
  String spkiDigest;

  @Column(name = "tenant")
  String tenant;

  @Column(name = "owner")
  String owner;

  @Column(name = "learned_at")
  Instant learnedAt;

  protected SignerRow() {}

  SignerRow(String spkiDigest) {
    this.spkiDigest = spkiDigest;
  }
}
