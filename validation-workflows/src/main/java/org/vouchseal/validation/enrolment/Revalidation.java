package org.vouchseal.validation.enrolment;

import java.time.Instant;

/**
 * The case by which the validation of an issued enrolment is renewed.
 *
 * @param extendedJti the order statement in force, which is extended when the mailbox is proved
 * @param openedAt when a renewal was found to wait
 * @param endsAt when the case is closed without a proof, exclusive
 */
public record Revalidation(String extendedJti, Instant openedAt, Instant endsAt) {}
