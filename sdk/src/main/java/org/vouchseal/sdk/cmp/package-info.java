/**
 * CMP messages of an end entity (RFC 9810): made, protected, and answers read and distrusted. Works
 * on bytes alone, so that a crashed enrolment goes on with the messages it had stored.
 */
@NullMarked
package org.vouchseal.sdk.cmp;

import org.jspecify.annotations.NullMarked;
