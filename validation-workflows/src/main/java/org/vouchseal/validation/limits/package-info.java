/**
 * How often mail may be asked for, counted in the database so that every node and every restart
 * sees the same; and which addresses belong to roles instead of persons.
 */
@NullMarked
package org.vouchseal.validation.limits;

import org.jspecify.annotations.NullMarked;
