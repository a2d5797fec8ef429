/**
 * What plain code meets of the machine it runs on: transactions, halt points, where a request came
 * from. Time is {@link java.time.Clock}, randomness is {@link java.security.SecureRandom}; both are
 * injected.
 */
@NullMarked
package org.vouchseal.model.runtime;

import org.jspecify.annotations.NullMarked;
