package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.OwnerId;
import org.vouchseal.model.Reference;
import org.vouchseal.model.SerialNumber;

/**
 * A former owner's objection that was accepted, as kept for evidence.
 *
 * @param reference the new owner's order
 * @param formerOwner who objected
 * @param serial of the certificate whose key signed
 * @param proof the SignedData as it came; not copied
 * @param proofDigest SHA-256 of it, 64 lower-case hexadecimal digits
 * @param acceptedAt when
 */
public record Objection(
    Reference reference,
    OwnerId formerOwner,
    SerialNumber serial,
    byte[] proof,
    String proofDigest,
    Instant acceptedAt) {}
