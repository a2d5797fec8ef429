package org.vouchseal.validation.order;

import java.time.Instant;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.TenantId;

/** The end of an order and all its certificates, before it is signed. */
public record RevocationDraft(
    String jti,
    TenantId tenant,
    Reference reference,
    RevocationReason reason,
    Instant issuedAt,
    Instant expiresAt) {}
