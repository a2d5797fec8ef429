/**
 * From the proof of a mailbox to an order in force, and from there to the end that the registrar
 * tells of. Every step may crash and be repeated.
 */
@NullMarked
package org.vouchseal.validation.approval;

import org.jspecify.annotations.NullMarked;
