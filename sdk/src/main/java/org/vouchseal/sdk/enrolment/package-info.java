/**
 * The identity's life as a user asks for it: enrol a mailbox, revoke. Each use case may be repeated
 * after any failure and then goes on where it stopped.
 */
@NullMarked
package org.vouchseal.sdk.enrolment;

import org.jspecify.annotations.NullMarked;
