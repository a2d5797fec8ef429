/** The room's own table, and the views of issuing that it may read, in plain SQL (ADR 27). */
@NullMarked
package org.vouchseal.status.jdbc;

import org.jspecify.annotations.NullMarked;
