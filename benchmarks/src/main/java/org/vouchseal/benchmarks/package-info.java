/**
 * Ratios of speed (performance goals P1 to P13, G1, G2): numerator and denominator of each are
 * measured in one run, in turn.
 */
@NullMarked
package org.vouchseal.benchmarks;

import org.jspecify.annotations.NullMarked;
