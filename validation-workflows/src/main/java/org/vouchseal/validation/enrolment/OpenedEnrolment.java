package org.vouchseal.validation.enrolment;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * An enrolment that was opened; its mailbox is to be proved.
 *
 * @param token what opens it, told this once
 * @param expiresAt when it ends by itself
 */
public record OpenedEnrolment(Reference id, AccessToken token, Instant expiresAt) {}
