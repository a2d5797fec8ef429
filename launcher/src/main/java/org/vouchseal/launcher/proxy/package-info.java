/**
 * The reverse proxy before several nodes on a developer's machine. It stands for the nginx of
 * {@code docker/proxy} and publishes the same addresses; it keeps no state.
 */
@NullMarked
package org.vouchseal.launcher.proxy;

import org.jspecify.annotations.NullMarked;
