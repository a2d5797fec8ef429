package org.vouchseal.issuing.x509;

import java.time.Instant;
import org.vouchseal.model.RevocationReason;
import org.vouchseal.model.SerialNumber;

/**
 * One entry of a revocation list.
 *
 * @param at when it was revoked, whole seconds
 */
public record RevokedEntry(SerialNumber serial, Instant at, RevocationReason reason) {}
