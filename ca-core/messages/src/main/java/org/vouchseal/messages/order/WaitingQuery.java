package org.vouchseal.messages.order;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.Reference;

/**
 * A registration authority asks which of its orders are waited for, since their validation ended.
 *
 * @param ra name of the registration authority that signed, claim {@code iss}
 * @param after only references after this one are asked for
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}
 */
public record WaitingQuery(
    String ra, Optional<Reference> after, Instant issuedAt, Instant expiresAt) {}
