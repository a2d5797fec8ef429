/**
 * Checks over the whole of issuing's schema that must hold after any crash; run by hand, after each
 * drill, and nightly.
 */
@NullMarked
package org.vouchseal.issuing.invariants;

import org.jspecify.annotations.NullMarked;
