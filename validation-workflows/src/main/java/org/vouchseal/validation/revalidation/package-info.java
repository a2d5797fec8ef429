/**
 * The validation of issued enrolments is renewed when a renewal of their certificates waits for it:
 * a case is opened, the mailbox is proved anew, and the registrar is told.
 */
@NullMarked
package org.vouchseal.validation.revalidation;

import org.jspecify.annotations.NullMarked;
