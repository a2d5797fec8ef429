/**
 * The key service's tables in plain SQL (ADR 27), read into the records of the features. Stores
 * need a running transaction.
 */
@NullMarked
package org.vouchseal.keyservice.jdbc;

import org.jspecify.annotations.NullMarked;
