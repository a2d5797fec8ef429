/**
 * Wiring: the only room that takes the system's clock and random numbers and builds adapters.
 * Programs that embed the SDK start here.
 */
@NullMarked
package org.vouchseal.sdk.boot;

import org.jspecify.annotations.NullMarked;
