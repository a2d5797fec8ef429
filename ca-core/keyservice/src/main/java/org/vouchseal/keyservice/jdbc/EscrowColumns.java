package org.vouchseal.keyservice.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
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
import org.vouchseal.persistence.SqlStatements;

/** The columns of {@code escrow}, which are written and read in one order. */
final class EscrowColumns {

  static final String ALL =
      "escrow_id, tenant, owner, reference, transaction_id, request_digest, spki_digest, spki,"
          + " class, policy, blob_version, sealed_key, kek_version, wrapped_data_key, stored_at,"
          + " receipt_signature";

  private EscrowColumns() {}

  static Object[] values(EscrowRecord record) {
    return new Object[] {
      record.id().value(),
      record.owner().tenant().value(),
      record.owner().owner().value(),
      record.order().value(),
      record.transactionId(),
      record.requestDigest(),
      record.spki().hex(),
      record.subjectPublicKeyInfo(),
      record.keyClass(),
      record.policy(),
      record.blobVersion(),
      record.sealed().blob(),
      record.sealed().dataKey().keyVersion(),
      record.sealed().dataKey().box(),
      record.storedAt(),
      record.receiptSignature()
    };
  }

  static EscrowRecord read(ResultSet row) throws SQLException {
    String id = row.getString(1);
    try {
      return new EscrowRecord(
          new EscrowId(id),
          new KeyOwner(new TenantId(row.getString(2)), new OwnerId(row.getString(3))),
          new Reference(row.getString(4)),
          row.getBytes(5),
          row.getString(6),
          new SpkiDigest(row.getString(7)),
          row.getBytes(8),
          row.getString(9),
          row.getString(10),
          row.getInt(11),
          new SealedKey(row.getBytes(12), new Wrapped(row.getInt(13), row.getBytes(14))),
          SqlStatements.instant(row, 15),
          row.getBytes(16));
    } catch (IllegalArgumentException damaged) {
      throw new OpeningRefused("escrow row " + id + " is damaged: " + damaged.getMessage());
    }
  }
}
