/**
 * RSA keys made in quiet moments and kept sealed until somebody needs one. An empty pool costs time
 * and nothing else.
 */
@NullMarked
package org.vouchseal.keyservice.pool;

import org.jspecify.annotations.NullMarked;
