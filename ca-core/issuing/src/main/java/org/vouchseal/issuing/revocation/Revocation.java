package org.vouchseal.issuing.revocation;

import java.time.Instant;
import org.vouchseal.model.RevocationReason;

/**
 * That a certificate was revoked.
 *
 * @param at when, whole seconds
 * @param reason why
 */
public record Revocation(Instant at, RevocationReason reason) {}
