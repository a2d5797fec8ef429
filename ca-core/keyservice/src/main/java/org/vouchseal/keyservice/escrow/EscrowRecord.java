package org.vouchseal.keyservice.escrow;

import java.time.Instant;
import org.vouchseal.keyservice.key.SealedKey;
import org.vouchseal.keyservice.owner.KeyOwner;
import org.vouchseal.model.EscrowId;
import org.vouchseal.model.EscrowReceipt;
import org.vouchseal.model.KeyUse;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SpkiDigest;

/**
 * One escrowed key as it is stored. Says what the row says; only opening shows whether it is true.
 *
 * @param id name of the record
 * @param owner who owns the key
 * @param order the order under which it was made
 * @param transactionId transactionID of the request, 1 to 64 octets; not copied
 * @param requestDigest SHA-256 of the PKIMessage that asked, 64 lower-case hexadecimal digits
 * @param spki name of the public half
 * @param subjectPublicKeyInfo DER of the public half; not copied
 * @param keyClass {@value #ENC} in every record that is not damaged
 * @param policy {@value #CLOUD} in every record that is not damaged
 * @param blobVersion {@value #BLOB_VERSION} in every record that is not damaged
 * @param sealed the private half
 * @param storedAt when it was stored, whole milliseconds
 * @param receiptSignature signature of the receipt key over {@link EscrowReceipt#statement}; not
 *     copied
 */
public record EscrowRecord(
    EscrowId id,
    KeyOwner owner,
    Reference order,
    byte[] transactionId,
    String requestDigest,
    SpkiDigest spki,
    byte[] subjectPublicKeyInfo,
    String keyClass,
    String policy,
    int blobVersion,
    SealedKey sealed,
    Instant storedAt,
    byte[] receiptSignature) {

  /** The only class of keys in escrow: encryption. */
  public static final String ENC = "ENC";

  /** The only policy at present: the service may open the key for its owner on line. */
  public static final String CLOUD = "CLOUD";

  /** The only sealed form at present. */
  public static final int BLOB_VERSION = 1;

  /** What the key service states of this record. */
  public EscrowReceipt receipt() {
    return new EscrowReceipt(
        id, spki, owner.owner(), order, requestDigest, KeyUse.ENCRYPTION, policy, storedAt);
  }

  EscrowBinding binding() {
    return new EscrowBinding(owner, id, spki, keyClass, policy, blobVersion);
  }

  @Override
  public String toString() {
    return "EscrowRecord[" + id + ", spki " + spki + "]";
  }
}
