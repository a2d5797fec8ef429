package org.vouchseal.messages.order;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * A registration authority asks for the outcome of one of its orders.
 *
 * @param ra name of the registration authority that signed, claim {@code iss}
 * @param reference the order it asks for
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}
 */
public record OrderQuery(String ra, Reference reference, Instant issuedAt, Instant expiresAt) {}
