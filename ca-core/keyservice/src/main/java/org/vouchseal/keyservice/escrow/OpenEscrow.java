package org.vouchseal.keyservice.escrow;

import java.util.Map;
import java.util.Optional;
import org.vouchseal.hsm.OpeningRefused;
import org.vouchseal.keyservice.key.EncryptionKeyPair;
import org.vouchseal.keyservice.key.KeySeal;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.audit.AuditEvent;
import org.vouchseal.model.audit.AuditTrail;
import org.vouchseal.model.runtime.Transactions;

/**
 * Opens an escrowed key for its owner.
 *
 * <p>Guarantees: a key of another owner is never found; an audit row is durable before the key is
 * open, and another one tells when it refuses to open; a record of which any bound fact was changed
 * does not open.
 */
public final class OpenEscrow {

  private final Transactions transactions;
  private final EscrowStore store;
  private final KeySeal seal;
  private final AuditTrail audit;

  public OpenEscrow(Transactions transactions, EscrowStore store, KeySeal seal, AuditTrail audit) {
    this.transactions = transactions;
    this.store = store;
    this.seal = seal;
    this.audit = audit;
  }

  /**
   * The key pair of that name, to be closed by the caller; empty when {@code owner} has none of it.
   *
   * @param actor who causes it, as an audit row names it
   * @param reason why, one word, for the audit row: {@code delivery}
   * @throws OpeningRefused when the record is not the one that was stored
   */
  public Optional<EncryptionKeyPair> open(
      KeyOwner owner, EscrowId id, String actor, String reason) {
    Optional<EscrowRecord> found =
        transactions.run(
            () -> {
              Optional<EscrowRecord> record = store.find(owner, id);
              record.ifPresent(r -> tell("escrow.opening", r, actor, reason));
              return record;
            });
    return found.map(record -> openRecord(record, actor, reason));
  }

  private EncryptionKeyPair openRecord(EscrowRecord record, String actor, String reason) {
    try {
      return openUnaudited(record);
    } catch (OpeningRefused refused) {
      transactions.run(() -> tell("escrow.refused-to-open", record, actor, reason));
      throw refused;
    }
  }

  /** Opens without a row of its own; for a check of the whole store, which writes one for all. */
  EncryptionKeyPair openUnaudited(EscrowRecord record) {
    if (!record.keyClass().equals(EscrowRecord.ENC)
        || !record.policy().equals(EscrowRecord.CLOUD)
        || record.blobVersion() != EscrowRecord.BLOB_VERSION) {
      throw new OpeningRefused("the record has a class, policy or version that does not exist");
    }
    return seal.open(
        record.sealed(), record.binding(), record.spki(), record.subjectPublicKeyInfo());
  }

  private void tell(String type, EscrowRecord record, String actor, String reason) {
    audit.append(
        new AuditEvent(
            type,
            actor,
            "escrow:" + record.id(),
            Map.of("owner", record.owner().owner().value(), "reason", reason)));
  }
}
