package org.vouchseal.keyservice.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.keyservice.pool.PooledKey;

/** A row of {@code pool_key}. */
@Entity
@Table(name = "pool_key")
@SuppressWarnings("NullAway") // filled by the mapping or by JPA
class PoolKeyRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Column(name = "id")
  Long id;

  @Column(name = "key_id")
  String keyId;

  @Column(name = "spki")
  byte[] spki;

  @Column(name = "sealed_key")
  byte[] sealedKey;

  @Column(name = "seal_version")
  int sealVersion;

  @Column(name = "wrapped_data_key")
  byte[] wrappedDataKey;

  protected PoolKeyRow() {}

  static PoolKeyRow of(PooledKey key) {
    PoolKeyRow row = new PoolKeyRow();
    row.keyId = key.id();
    row.spki = key.subjectPublicKeyInfo();
    row.sealedKey = key.sealed().blob();
    row.sealVersion = key.sealed().dataKey().keyVersion();
    row.wrappedDataKey = key.sealed().dataKey().box();
    return row;
  }

  PooledKey toRecord() {
    return new PooledKey(
        keyId, spki, new SealedKey(sealedKey, new Wrapped(sealVersion, wrappedDataKey)));
  }
}
