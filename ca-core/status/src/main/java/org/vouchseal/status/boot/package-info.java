/** Puts the room together from what its surroundings give. */
@NullMarked
package org.vouchseal.status.boot;

import org.jspecify.annotations.NullMarked;
