/** Wiring of this WAR: configuration, the validation room, and its jobs. */
@NullMarked
package org.vouchseal.api.boot;

import org.jspecify.annotations.NullMarked;
