package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * A registration authority asks what became of an order.
 *
 * @param ra who signed
 * @param reference which order
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}
 */
public record OrderQuery(String ra, Reference reference, Instant issuedAt, Instant expiresAt) {}
