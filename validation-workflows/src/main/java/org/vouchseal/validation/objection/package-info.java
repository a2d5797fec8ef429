/**
 * Objections of former owners to a new owner of their mailbox: the registrar judges the proof, here
 * a case is opened for people to decide.
 */
@NullMarked
package org.vouchseal.validation.objection;

import org.jspecify.annotations.NullMarked;
