/**
 * The ports by which plain code meets the machine it runs on: transactions and halt points. Time is
 * {@link java.time.Clock}, randomness is {@link java.security.SecureRandom}; both are injected.
 */
@NullMarked
package org.vouchseal.model.runtime;

import org.jspecify.annotations.NullMarked;
