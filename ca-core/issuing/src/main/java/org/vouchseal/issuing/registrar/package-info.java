/**
 * The registrar: which registration authorities there are, what they may order, the orders in force
 * and what of them is taken, and who owns what. It knows neither CMP nor certificates' bytes.
 */
@NullMarked
package org.vouchseal.issuing.registrar;

import org.jspecify.annotations.NullMarked;
