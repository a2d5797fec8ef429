package org.vouchseal.validation.order;

import org.vouchseal.model.Reference;

/**
 * A renewal waits at the CA until its applicant is validated anew.
 *
 * @param reference the order it is under
 * @param jti of the order statement in force there
 */
public record WaitingRenewal(Reference reference, String jti) {}
