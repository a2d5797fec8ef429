/**
 * Starts everything for one machine, watches it and ends it: database, mail catcher, ceremony,
 * server. What a developer runs; never part of a server.
 */
@NullMarked
package org.vouchseal.launcher;

import org.jspecify.annotations.NullMarked;
