package org.vouchseal.issuing.registrar;

import java.time.Instant;
import java.util.Optional;
import org.vouchseal.model.Reference;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;
import org.vouchseal.model.TenantId;

/**
 * A registration authority orders the end of certificates; its signature alone is enough.
 *
 * @param ra who signed
 * @param jti unique per RA
 * @param tenant the customer
 * @param reference the order whose certificates end
 * @param serial the one certificate that ends; empty means all of the order, and the order itself
 * @param reason why
 * @param issuedAt claim {@code iat}
 * @param expiresAt claim {@code exp}
 */
public record RevocationOrder(
    String ra,
    String jti,
    TenantId tenant,
    Reference reference,
    Optional<SerialNumber> serial,
    RevocationReason reason,
    Instant issuedAt,
    Instant expiresAt) {}
