package org.vouchseal.validation.order;

import java.time.Instant;
import org.vouchseal.model.Reference;
import org.vouchseal.model.TenantId;

/**
 * An applicant was validated anew, before it is signed; the fields are those of {@link
 * org.vouchseal.model.RevalidationOrder}.
 */
public record RevalidationDraft(
    String jti,
    TenantId tenant,
    Reference reference,
    String extendedJti,
    Instant reusableUntil,
    String caseDigest,
    Instant issuedAt,
    Instant expiresAt) {}
