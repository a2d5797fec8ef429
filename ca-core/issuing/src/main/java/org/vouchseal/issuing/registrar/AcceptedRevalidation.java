package org.vouchseal.issuing.registrar;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * A re-validation is in force.
 *
 * @param reference the order that it extends
 * @param reusableUntil what it states
 * @param repeated whether the same statement had been accepted before
 */
public record AcceptedRevalidation(Reference reference, Instant reusableUntil, boolean repeated) {}
