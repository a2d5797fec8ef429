/** The tables of the room, in plain SQL: nothing of this room is an entity (ADR 27). */
@NullMarked
package org.vouchseal.issuing.jdbc;

import org.jspecify.annotations.NullMarked;
