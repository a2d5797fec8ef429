/**
 * A second CA beside the real one, under a throw-away root that says so, which grants whoever knows
 * its one secret whatever outside suites ask for. Never in the production WAR (ADR 24).
 */
@NullMarked
package org.vouchseal.conformance;

import org.jspecify.annotations.NullMarked;
