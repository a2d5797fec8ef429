/**
 * The checks that must hold over a whole stack after any crash: those that each room brings for its
 * own schema, and those that only somebody who sees all schemas can make. Reads, changes nothing.
 */
@NullMarked
package org.vouchseal.launcher.invariants;

import org.jspecify.annotations.NullMarked;
