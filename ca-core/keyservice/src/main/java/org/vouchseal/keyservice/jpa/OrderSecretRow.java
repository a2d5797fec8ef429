package org.vouchseal.keyservice.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.keyservice.secret.SealedSecret;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;

/** A row of {@code order_secret}. */
@Entity
@Table(name = "order_secret")
@SuppressWarnings("NullAway") // filled by the mapping or by JPA
class OrderSecretRow {

  @Id
  @Column(name = "reference")
  String reference;

  @Column(name = "tenant", updatable = false)
  String tenant;

  @Column(name = "jti")
  String jti;

  @Column(name = "secret_digest")
  String secretDigest;

  @Column(name = "ordered_at")
  Instant orderedAt;

  @Column(name = "expires_at")
  Instant expiresAt;

  @Column(name = "sealed")
  byte @Nullable [] sealed;

  @Column(name = "seal_version")
  @Nullable Integer sealVersion;

  protected OrderSecretRow() {}

  static OrderSecretRow of(SealedSecret secret) {
    OrderSecretRow row = new OrderSecretRow();
    row.reference = secret.reference().value();
    row.tenant = secret.tenant().value();
    row.take(secret);
    return row;
  }

  void take(SealedSecret secret) {
    jti = secret.jti();
    secretDigest = secret.secretDigest();
    orderedAt = secret.orderedAt();
    expiresAt = secret.expiresAt();
    sealed = secret.sealed().map(Wrapped::box).orElse(null);
    sealVersion = secret.sealed().map(Wrapped::keyVersion).orElse(null);
  }

  SealedSecret toRecord() {
    return new SealedSecret(
        new Reference(reference),
        new TenantId(tenant),
        jti,
        secretDigest,
        orderedAt,
        expiresAt,
        sealed == null ? Optional.empty() : Optional.of(new Wrapped(sealVersion, sealed)));
  }
}
