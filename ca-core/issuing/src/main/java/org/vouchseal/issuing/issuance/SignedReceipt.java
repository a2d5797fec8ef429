package org.vouchseal.issuing.issuance;

import org.vouchseal.model.EscrowReceipt;

/**
 * An escrow receipt with the key service's signature over {@link EscrowReceipt#statement()}; not
 * verified by being here.
 *
 * @param receipt what the key service states
 * @param signature ECDSA with SHA-256 as DER; not copied
 */
public record SignedReceipt(EscrowReceipt receipt, byte[] signature) {}
