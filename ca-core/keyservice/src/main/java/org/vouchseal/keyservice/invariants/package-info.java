/** Checks of the whole store: what must hold after any crash and at any time. */
@NullMarked
package org.vouchseal.keyservice.invariants;

import org.jspecify.annotations.NullMarked;
