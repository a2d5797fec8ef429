package org.vouchseal.keyservice.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.hsm.Wrapped;
import org.vouchseal.keyservice.escrow.EscrowRecord;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;
import org.vouchseal.model.TenantId;

/** A row of {@code escrow}. */
@Entity
@Table(name = "escrow")
@SuppressWarnings("NullAway") // filled by the mapping or by JPA
class EscrowRow {

  @Id
  @Column(name = "escrow_id")
  String escrowId;

  @Column(name = "tenant")
  String tenant;

  @Column(name = "owner")
  String owner;

  @Column(name = "reference")
  String reference;

  @Column(name = "transaction_id")
  byte[] transactionId;

  @Column(name = "request_digest")
  String requestDigest;

  @Column(name = "spki_digest")
  String spkiDigest;

  @Column(name = "spki")
  byte[] spki;

  @Column(name = "class")
  String keyClass;

  @Column(name = "policy")
  String policy;

  @Column(name = "blob_version")
  int blobVersion;

  @Column(name = "sealed_key")
  byte[] sealedKey;

  @Column(name = "kek_version")
  int kekVersion;

  @Column(name = "wrapped_data_key")
  byte[] wrappedDataKey;

  @Column(name = "stored_at")
  Instant storedAt;

  @Column(name = "receipt_signature")
  byte[] receiptSignature;

  protected EscrowRow() {}

  static EscrowRow of(EscrowRecord record) {
    EscrowRow row = new EscrowRow();
    row.escrowId = record.id().value();
    row.tenant = record.owner().tenant().value();
    row.owner = record.owner().owner().value();
    row.reference = record.order().value();
    row.transactionId = record.transactionId();
    row.requestDigest = record.requestDigest();
    row.spkiDigest = record.spki().hex();
    row.spki = record.subjectPublicKeyInfo();
    row.keyClass = record.keyClass();
    row.policy = record.policy();
    row.blobVersion = record.blobVersion();
    row.sealedKey = record.sealed().blob();
    row.kekVersion = record.sealed().dataKey().keyVersion();
    row.wrappedDataKey = record.sealed().dataKey().box();
    row.storedAt = record.storedAt();
    row.receiptSignature = record.receiptSignature();
    return row;
  }

  EscrowRecord toRecord() {
    try {
      return new EscrowRecord(
          new EscrowId(escrowId),
          new KeyOwner(new TenantId(tenant), new OwnerId(owner)),
          new Reference(reference),
          transactionId,
          requestDigest,
          new SpkiDigest(spkiDigest),
          spki,
          keyClass,
          policy,
          blobVersion,
          new SealedKey(sealedKey, new Wrapped(kekVersion, wrappedDataKey)),
          storedAt,
          receiptSignature);
    } catch (IllegalArgumentException damaged) {
      throw new OpeningRefused("escrow row " + escrowId + " is damaged: " + damaged.getMessage());
    }
  }
}
