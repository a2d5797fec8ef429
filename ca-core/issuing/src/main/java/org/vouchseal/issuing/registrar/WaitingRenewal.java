package org.vouchseal.issuing.registrar;

import org.vouchseal.model.Reference;

/**
 * A renewal waits until its applicant is validated anew.
 *
 * @param reference the order it is under
 * @param jti of the enrolment statement in force, which a re-validation extends
 */
public record WaitingRenewal(Reference reference, String jti) {}
