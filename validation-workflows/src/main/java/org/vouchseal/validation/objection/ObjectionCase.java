package org.vouchseal.validation.objection;

import java.time.Instant;
import org.vouchseal.model.Reference;

/**
 * Somebody proved to be the former owner of a mailbox and objected to its new owner; nothing is
 * revoked until people have decided.
 *
 * @param id names the case
 * @param enrolment the new owner's enrolment
 * @param openedAt when
 */
public record ObjectionCase(Reference id, Reference enrolment, Instant openedAt) {}
