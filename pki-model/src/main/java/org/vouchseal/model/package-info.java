/**
 * The field's words as checked records: names, mailbox, serial, tier, key use, reasons, problems.
 * Plain Java; depends on nothing, so that every room can speak it.
 */
@NullMarked
package org.vouchseal.model;

import org.jspecify.annotations.NullMarked;
