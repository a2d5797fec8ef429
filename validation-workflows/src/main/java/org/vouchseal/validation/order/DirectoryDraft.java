package org.vouchseal.validation.order;

import java.time.Instant;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;

/**
 * An owner's wish about the public look-up, before it is signed.
 *
 * @param listed whether his current encryption certificate is offered
 */
public record DirectoryDraft(
    String jti,
    TenantId tenant,
    Reference reference,
    boolean listed,
    Instant issuedAt,
    Instant expiresAt) {}
