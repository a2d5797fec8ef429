/**
 * An applicant's enrolment and its states, from the first request to its end, and who may touch it:
 * the holder of its token.
 */
@NullMarked
package org.vouchseal.validation.enrolment;

import org.jspecify.annotations.NullMarked;
