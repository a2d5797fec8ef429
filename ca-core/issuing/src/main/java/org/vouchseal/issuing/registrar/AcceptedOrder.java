package org.vouchseal.issuing.registrar;

import org.vouchseal.model.Reference;

/**
 * An order is in force.
 *
 * @param reference its name
 * @param state how far the order in force for that reference has come
 * @param repeated whether the same statement had been accepted before
 */
public record AcceptedOrder(Reference reference, OrderOutcome.State state, boolean repeated) {}
