/**
 * What every room records of its own state changes. An event is written in the transaction of the
 * change it tells of: no state without its row.
 */
@NullMarked
package org.vouchseal.model.audit;

import org.jspecify.annotations.NullMarked;
