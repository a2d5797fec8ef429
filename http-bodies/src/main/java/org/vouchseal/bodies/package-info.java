/**
 * Reads the bodies of HTTP requests so that a slow sender keeps no thread waiting; counts their
 * octets. Knows nothing of what they say.
 */
@NullMarked
package org.vouchseal.bodies;

import org.jspecify.annotations.NullMarked;
