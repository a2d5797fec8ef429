package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * A statement of a registration authority that was accepted, as kept for evidence.
 *
 * @param ra who signed
 * @param jti unique for that signer
 * @param kind {@code enrolment}, {@code revocation} or {@code revalidation}
 * @param reference the order it is about
 * @param jws the compact JWS as it came
 * @param jwsDigest SHA-256 of its ASCII, 64 lower-case hexadecimal digits
 * @param acceptedAt when
 */
public record Statement(
    String ra,
    String jti,
    String kind,
    Reference reference,
    String jws,
    String jwsDigest,
    Instant acceptedAt) {}
