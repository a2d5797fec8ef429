/** Puts the conformance CA together from what the container gives. */
@NullMarked
package org.vouchseal.conformance.boot;

import org.jspecify.annotations.NullMarked;
