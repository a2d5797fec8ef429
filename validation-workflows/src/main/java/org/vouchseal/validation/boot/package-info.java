/** Puts the room together from its parts, without any container. */
@NullMarked
package org.vouchseal.validation.boot;

import org.jspecify.annotations.NullMarked;
