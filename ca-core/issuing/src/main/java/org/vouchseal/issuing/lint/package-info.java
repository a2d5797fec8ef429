/**
 * Judges the exact bytes to be signed against the profile tables. Only what passes becomes a plan
 * that can be recorded and signed.
 */
@NullMarked
package org.vouchseal.issuing.lint;

import org.jspecify.annotations.NullMarked;
