/**
 * The halt point that really halts. Found through {@link java.util.ServiceLoader}, so that adding
 * the jar to a WAR is all it takes, and leaving it out is all that production needs.
 */
@NullMarked
package org.vouchseal.drill;

import org.jspecify.annotations.NullMarked;
