package org.vouchseal.model;

import java.time.Instant;

/**
 * What the key service states when a key is in escrow; it signs {@link #statement} with its receipt
 * key. Issuing certifies an encryption key only against such a receipt.
 *
 * @param escrowId the record that holds the key
 * @param spki digest of the public key in escrow
 * @param owner who owns the key
 * @param order the order under which it was made
 * @param requestDigest SHA-256 of the PKIMessage that asked, 64 lower-case hexadecimal digits
 * @param keyClass always {@link KeyUse#ENCRYPTION}; written out so that the statement says it
 * @param policy how the key may be used: {@code CLOUD}
 * @param at when the record was stored, whole milliseconds
 */
public record EscrowReceipt(
    EscrowId escrowId,
    SpkiDigest spki,
    OwnerId owner,
    Reference order,
    String requestDigest,
    KeyUse keyClass,
    String policy,
    Instant at) {

  public EscrowReceipt {
    if (keyClass != KeyUse.ENCRYPTION) {
      throw new IllegalArgumentException("escrow holds encryption keys only");
    }
  }

  /** The bytes that the receipt key signs. */
  public byte[] statement() {
    return Canonical.of("vouchseal-escrow-receipt-1")
        .text(escrowId.value())
        .text(spki.hex())
        .text(owner.value())
        .text(order.value())
        .text(requestDigest)
        .text(keyClass.name())
        .text(policy)
        .number(at.toEpochMilli())
        .bytes();
  }
}
