/** The room's own table, and the views of issuing that it may read. */
@NullMarked
package org.vouchseal.status.jpa;

import org.jspecify.annotations.NullMarked;
